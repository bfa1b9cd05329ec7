/**
 * The samples under review, as they were listed when the review began: pages by cursor, taken once. News do not touch
 * them, so that nothing shifts under the reader.
 */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { api, take } from "@/lib/api/client";
import { getSample, type Sample } from "@/lib/api/samples";
import type { Filters } from "../shared/filters";

const PAGE = 50;
const LOOK_THROUGH = 1000; // rows that are looked through for the sample of the address

export interface ReviewList {
  samples: Sample[];
  total: number;
  isExact: boolean;
  isLoading: boolean;
  error: unknown;
  /** The sample of the address does not exist (any more). */
  isLost: boolean;
  hasMore: boolean;
  /** The next page could not be had; `more` stops until `retry`. */
  cutBy: unknown;
  more: () => void;
  retry: () => void;
  /** Show a sample that the list does not have, before all others. */
  pin: (sample: Sample) => void;
}

/**
 * @param round take the list anew under another number
 * @param wanted the sample to begin with: looked for in the list, else put before it
 */
export function useReviewList(query: Filters, round: number, wanted: string | null): ReviewList {
  const [pinned, setPinned] = useState<Sample[]>([]);
  const list = useInfiniteQuery({
    queryKey: ["review", query, round],
    queryFn: ({ pageParam, signal }) =>
      take(api.GET("/api/samples", { params: { query: { ...query, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
    gcTime: 0, // whoever comes back begins with a new list
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const listed = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.samples), [list.data]);
  const search = useWanted(query, wanted, listed, list);
  const samples = useMemo(() => {
    const before = [...pinned, ...(search.outside ? [search.outside] : [])];
    const ids = new Set(before.map((one) => one.sample_id));
    return [...before, ...listed.filter((one) => !ids.has(one.sample_id))];
  }, [pinned, search.outside, listed]);
  const first = list.data?.pages[0];
  const isKnown = new Set(listed.map((one) => one.sample_id));
  return {
    samples,
    total: (first?.total ?? 0) + samples.filter((one) => !isKnown.has(one.sample_id)).length,
    isExact: first?.total_is_exact ?? true,
    isLoading: list.isPending || search.isLooking,
    error: list.isError && !list.data ? list.error : null,
    isLost: search.isLost,
    hasMore: list.hasNextPage,
    cutBy: list.isFetchNextPageError ? list.error : null,
    more: () => void (list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError && list.fetchNextPage()),
    retry: () => void (list.data ? list.fetchNextPage() : list.refetch()),
    pin: (sample) => setPinned((all) => [sample, ...all.filter((one) => one.sample_id !== sample.sample_id)]),
  };
}

interface Pages {
  data?: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

/** Look for one sample: in the pages if the list can have it, else by its id. */
function useWanted(query: Filters, wanted: string | null, listed: readonly Sample[], pages: Pages) {
  const isListed = wanted !== null && listed.some((one) => one.sample_id === wanted);
  const asked = useQuery({
    queryKey: ["review-wanted", wanted],
    queryFn: ({ signal }) => getSample(wanted ?? "", signal),
    enabled: wanted !== null,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
  const canBeListed = asked.data !== undefined && (!query.review || asked.data.review === query.review);
  const goesOn = wanted !== null && !isListed && canBeListed && hasNextPage && !isFetchNextPageError && listed.length < LOOK_THROUGH;
  useEffect(() => {
    if (goesOn && !isFetchingNextPage) void fetchNextPage();
  }, [goesOn, isFetchingNextPage, fetchNextPage]);
  const isOpen = wanted !== null && !isListed && pages.data !== undefined;
  return {
    isLooking: isOpen && (asked.isPending || goesOn),
    isLost: isOpen && asked.isError,
    outside: isOpen && asked.data && !goesOn ? asked.data : null,
  };
}
