/** Sources: documents and tables that samples are made from. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "../keys";
import { api, take, takeRaw, type Schemas } from "./client";

export type Source = Schemas["SourceView"];

export function useSources() {
  return useQuery({
    queryKey: keys.sources,
    queryFn: ({ signal }) => take(api.GET("/api/sources", { params: { query: { limit: 200 } as never }, signal })),
    select: (page) => page.sources,
    staleTime: 30_000,
  });
}

export async function uploadSource(file: File, fields: { name?: string; purpose?: "seed" | "benchmark" } = {}) {
  const form = new FormData();
  form.set("file", file);
  for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
  const answer = await takeRaw("/api/sources", { method: "POST", body: form });
  return (await answer.json()) as Schemas["SourceTaken"];
}

export async function deleteSource(sourceId: string) {
  return take(api.DELETE("/api/sources/{source_id}", { params: { path: { source_id: sourceId } } }));
}
