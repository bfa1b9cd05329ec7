/** Several batches at once, each from the place where its own page finds it in the cache. */
import { useQueries } from "@tanstack/react-query";
import { keys } from "../keys";
import { pollWhenCut } from "../query-client";
import { api, take } from "./client";

export function useBatchesOf(batchIds: readonly string[]) {
  return useQueries({
    queries: batchIds.map((id) => ({
      queryKey: keys.batch(id),
      queryFn: ({ signal }: { signal: AbortSignal }) => take(api.GET("/api/batches/{batch_id}", { params: { path: { batch_id: id } }, signal })),
      refetchInterval: pollWhenCut,
    })),
  });
}
