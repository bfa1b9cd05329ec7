/**
 * The rows of the list, page by page. News do not touch them: hundreds of pages would be fetched at every checkpoint, and
 * what is read would move. A query for the newest row alone tells whether there is more.
 */
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { api, take } from "@/lib/api/client";
import { useNewestSamples } from "@/lib/api/samples";
import type { Filters } from "../shared/filters";
import { decided, newsOf, pageOf, type Pages, type RowPage, type SampleRow } from "./rows";

const PAGE = 100;
const LIST = "dataset-rows"; // not below `samples`, which news make stale

const NO_ROWS: SampleRow[] = [];

async function fetchPage(filters: Filters, cursor: string, signal?: AbortSignal): Promise<RowPage> {
  const query = { ...filters, limit: PAGE, ...(cursor ? { cursor } : {}) };
  return pageOf(await take(api.GET("/api/samples", { params: { query }, ...(signal ? { signal } : {}) })));
}

export function useSampleRows(filters: Filters) {
  const client = useQueryClient();
  const queryKey = useMemo(() => [LIST, filters] as const, [filters]);
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(filters, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0, // whoever comes back, after a review for one, sees what is so now
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    structuralSharing: false, // comparing all pages at each one that arrives takes longer than drawing it
  });
  const now = useNewestSamples({ ...filters, limit: 1 });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? NO_ROWS, [list.data]);
  const reload = useCallback(async () => {
    await client.cancelQueries({ queryKey });
    const first = await fetchPage(filters, "");
    client.setQueryData<Pages>(queryKey, { pages: [first], pageParams: [""] });
  }, [client, queryKey, filters]);
  const { hasNextPage, isFetching, isError, isPlaceholderData, fetchNextPage } = list;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching && !isError && !isPlaceholderData) void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, isFetching, isError, isPlaceholderData, fetchNextPage]);
  const first = list.data?.pages[0];
  const latest = now.data && !now.isPlaceholderData ? pageOf(now.data) : undefined;
  return {
    list,
    rows,
    more,
    reload,
    /** Of now, which may be more than the list was told when it began. */
    total: latest ?? first,
    news: first && latest && !isPlaceholderData ? newsOf(first, latest, filters.sort) : 0,
  };
}

/** Show a decision in all lists that have these samples; what is returned puts them back. */
export function useMarkRows() {
  const client = useQueryClient();
  return useCallback(
    (ids: ReadonlySet<string>, review: string) => {
      const before = client.getQueriesData<Pages>({ queryKey: [LIST] }).map(([, pages]) => pages);
      client.setQueriesData<Pages>({ queryKey: [LIST] }, (pages) => pages && decided(pages, ids, review));
      const old = new Map(before.flatMap((pages) => pages?.pages ?? []).flatMap((page) => page.rows.filter((row) => ids.has(row.id)).map((row) => [row.id, row.review] as const)));
      return () => {
        for (const word of new Set(old.values())) {
          const same = new Set([...old].filter(([, review]) => review === word).map(([id]) => id));
          client.setQueriesData<Pages>({ queryKey: [LIST] }, (pages) => pages && decided(pages, same, word));
        }
      };
    },
    [client],
  );
}
