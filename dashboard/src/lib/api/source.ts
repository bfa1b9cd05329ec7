/** One source with its first chunks. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "../keys";
import { api, take, type Schemas } from "./client";

export type Chunk = Schemas["ChunkView"];

export function useSource(sourceId: string | null) {
  return useQuery({
    queryKey: [...keys.sources, "one", sourceId ?? ""],
    queryFn: ({ signal }) => take(api.GET("/api/sources/{source_id}", { params: { path: { source_id: sourceId ?? "" } }, signal })),
    enabled: sourceId !== null,
    staleTime: Infinity, // a source never changes
  });
}
