/** What a batch did over time, why answers were refused, and what its samples cost. */
import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { keys } from "../keys";
import { api, take, type Schemas } from "./client";

export type Analytics = Schemas["Analytics"];

const EVERY_MS = 10_000; // of a running batch: it adds up many rows, so not with every piece of news

function analyticsOf(batchId: string, running: boolean) {
  return queryOptions({
    queryKey: keys.analytics(batchId),
    queryFn: ({ signal }) => take(api.GET("/api/batches/{batch_id}/analytics", { params: { path: { batch_id: batchId } }, signal })),
    staleTime: EVERY_MS,
    refetchInterval: running ? EVERY_MS : false,
  });
}

export function useAnalytics(batchId: string, running: boolean) {
  return useQuery(analyticsOf(batchId, running));
}

/** @param running the ids of those that run now. */
export function useAnalyticsOf(batchIds: readonly string[], running: ReadonlySet<string>) {
  return useQueries({ queries: batchIds.map((id) => analyticsOf(id, running.has(id))) });
}
