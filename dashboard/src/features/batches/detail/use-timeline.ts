/**
 * All events of a batch. The service gives them oldest first and a thousand at a time, so what is known already is kept,
 * and only what came after it is asked for.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { BatchEvent } from "@/lib/api/batches";
import { api, take } from "@/lib/api/client";
import { keys } from "@/lib/keys";
import { pollWhenCut } from "@/lib/query-client";

const PAGE = 1000;

export function useTimeline(batchId: string) {
  const client = useQueryClient();
  const queryKey = keys.batchEvents(batchId);
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => eventsAfter(batchId, client.getQueryData<BatchEvent[]>(queryKey) ?? [], signal),
    refetchInterval: pollWhenCut,
    structuralSharing: false, // thousands of rows that never change need no comparing
  });
}

async function eventsAfter(batchId: string, known: BatchEvent[], signal: AbortSignal): Promise<BatchEvent[]> {
  const all = [...known];
  for (;;) {
    const query = { after_id: all.at(-1)?.id ?? 0, limit: PAGE };
    const page = await take(api.GET("/api/batches/{batch_id}/events", { params: { path: { batch_id: batchId }, query }, signal }));
    all.push(...page.events);
    if (page.events.length < PAGE) return all.length === known.length ? known : all;
  }
}
