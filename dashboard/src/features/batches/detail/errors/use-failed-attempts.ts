/** The attempts of one kind of failure. The service filters by fate alone, so pages are searched for the kind until some are found. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Attempt } from "@/lib/api/batches";
import { api, take } from "@/lib/api/client";
import type { ErrorGroup } from "./groups";

const PAGE = 1000;
const ENOUGH = 10;
const PAGES_AT_ONCE = 5;

interface Found {
  attempts: Attempt[];
  /** Where to search on; null at the end. */
  next: number | null;
}

export function useFailedAttempts(batchId: string, { kind, fate, purpose }: ErrorGroup) {
  return useInfiniteQuery({
    // Not below `batches`: thousands of attempts would be read again with every checkpoint.
    queryKey: ["failed-attempts", batchId, { kind, fate, purpose }],
    gcTime: 0, // unfolded again, it shows what came since
    staleTime: Infinity,
    queryFn: async ({ pageParam, signal }): Promise<Found> => {
      const found: Attempt[] = [];
      let after = pageParam;
      for (let page = 0; page < PAGES_AT_ONCE; page++) {
        const query = { fate, purpose, after, limit: PAGE };
        const answer = await take(api.GET("/api/batches/{batch_id}/attempts", { params: { path: { batch_id: batchId }, query }, signal }));
        found.push(...answer.attempts.filter((attempt) => attempt.reason === kind));
        after = answer.next_after;
        if (answer.attempts.length < PAGE) return { attempts: found, next: null };
        if (found.length >= ENOUGH) break;
      }
      return { attempts: found, next: after };
    },
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages.flatMap((page) => page.attempts),
    refetchOnWindowFocus: false,
  });
}
