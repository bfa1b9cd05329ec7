/** The attempts of one kind of failure, a page at a time. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, take } from "@/lib/api/client";
import type { ErrorGroup } from "./groups";

const PAGE = 20;

export function useFailedAttempts(batchId: string, { kind, fate, purpose }: ErrorGroup) {
  return useInfiniteQuery({
    // Not below `batches`: all pages would be read again with every checkpoint.
    queryKey: ["failed-attempts", batchId, { kind, fate, purpose }],
    gcTime: 0, // unfolded again, it shows what came since
    staleTime: Infinity,
    queryFn: ({ pageParam, signal }) => {
      const query = { reason: kind, fate, purpose, after: pageParam, limit: PAGE };
      return take(api.GET("/api/batches/{batch_id}/attempts", { params: { path: { batch_id: batchId }, query }, signal }));
    },
    initialPageParam: 0,
    getNextPageParam: (last) => (last.count < PAGE ? null : last.next_after),
    select: (data) => data.pages.flatMap((page) => page.attempts),
    refetchOnWindowFocus: false,
  });
}
