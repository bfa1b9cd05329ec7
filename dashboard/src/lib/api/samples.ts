/** Samples of all batches: find, read, edit, decide. */
import { keepPreviousData, useInfiniteQuery, useQuery, type QueryClient } from "@tanstack/react-query";
import { keys } from "../keys";
import { pollWhenCut } from "../query-client";
import { api, take, takeRaw, type Schemas } from "./client";
import type { paths } from "./types.gen";

export type Sample = Schemas["SampleLine"];
export type SampleShown = Schemas["SampleShown"];
export type SampleQuery = NonNullable<paths["/api/samples"]["get"]["parameters"]["query"]>;
export type SampleFilter = Partial<Schemas["ReviewFilter"]>;
export type ReviewMany = Partial<Schemas["ReviewMany"]> & Pick<Schemas["ReviewMany"], "action">;
export type Decision = { action: "approve" } | { action: "reset" } | { action: "reject"; reason: string };

/** Pages by cursor, for a list that grows while it is scrolled. */
export function useSampleList(query: Omit<SampleQuery, "cursor">, options: { enabled?: boolean } = {}) {
  return useInfiniteQuery({
    queryKey: keys.sampleList(query),
    queryFn: ({ pageParam, signal }) =>
      take(api.GET("/api/samples", { params: { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    ...options,
  });
}

/** The newest few, kept fresh. */
export function useNewestSamples(query: SampleQuery, options: { enabled?: boolean } = {}) {
  return useQuery({
    queryKey: keys.sampleList({ newest: true, ...query }),
    queryFn: ({ signal }) => take(api.GET("/api/samples", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: pollWhenCut,
    ...options,
  });
}

export function useSample(sampleId: string | null) {
  return useQuery({
    queryKey: keys.sample(sampleId ?? ""),
    queryFn: ({ signal }) => getSample(sampleId ?? "", signal),
    enabled: sampleId !== null,
  });
}

export async function getSample(sampleId: string, signal?: AbortSignal): Promise<SampleShown> {
  const answer = await take(api.GET("/api/samples/{sample_id}", { params: { path: { sample_id: sampleId } }, ...(signal ? { signal } : {}) }));
  return answer.sample;
}

export function useSampleVersion(sampleId: string, version: number | null) {
  return useQuery({
    queryKey: keys.sampleVersion(sampleId, version ?? 0),
    queryFn: ({ signal }) =>
      take(api.GET("/api/samples/{sample_id}/versions/{version}", { params: { path: { sample_id: sampleId, version: version ?? 0 } }, signal })),
    select: (answer) => answer.version,
    enabled: version !== null,
    staleTime: Infinity, // a version never changes
  });
}

/** @throws Problem `stale-version` (412) if somebody was quicker than `revision`. */
export async function editSample(sampleId: string, content: Record<string, unknown>, revision: number): Promise<SampleShown> {
  const answer = await take(
    api.PATCH("/api/samples/{sample_id}", {
      params: { path: { sample_id: sampleId } },
      headers: ifMatch(revision),
      body: { content },
    }),
  );
  return answer.sample;
}

export async function revertSample(sampleId: string, version: number, revision: number): Promise<SampleShown> {
  const answer = await take(
    api.POST("/api/samples/{sample_id}/revert", {
      params: { path: { sample_id: sampleId } },
      headers: ifMatch(revision),
      body: { version },
    }),
  );
  return answer.sample;
}

export async function decide(sampleId: string, decision: Decision, revision?: number): Promise<SampleShown> {
  const options = { params: { path: { sample_id: sampleId } }, headers: revision === undefined ? {} : ifMatch(revision) };
  if (decision.action === "approve") return (await take(api.POST("/api/samples/{sample_id}/approve", options))).sample;
  if (decision.action === "reset") return (await take(api.POST("/api/samples/{sample_id}/reset", options))).sample;
  const body = { reason: decision.reason } as Schemas["Reject"];
  return (await take(api.POST("/api/samples/{sample_id}/reject", { ...options, body }))).sample;
}

export async function reviewMany(wanted: ReviewMany) {
  return take(api.POST("/api/samples/review", { body: wanted }));
}

export interface RawAnswer {
  text: string;
  truncated: boolean;
}

/** What the provider answered, as it came; `path` is one of the two raw routes. */
export function useRaw(path: string | null) {
  return useQuery({
    queryKey: keys.raw(path ?? ""),
    queryFn: ({ signal }) => fetchRaw(path ?? "", signal),
    enabled: path !== null,
    staleTime: Infinity,
  });
}

async function fetchRaw(path: string, signal: AbortSignal): Promise<RawAnswer> {
  const answer = await takeRaw(path, { signal });
  return { text: await answer.text(), truncated: answer.headers.get("X-Truncated") === "true" };
}

export function refreshSamples(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: keys.samples });
}

function ifMatch(revision: number): Record<string, string> {
  return { "If-Match": `"${revision}"` };
}
