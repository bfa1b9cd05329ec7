/**
 * What a running batch does this second. News write it into the cache under a key of its own, so that only what shows a
 * number is drawn anew, and not the page around it.
 */
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "./api/client";
import { keys } from "./keys";

export type Batch = Schemas["BatchView"];

export type Live = Partial<
  Pick<
    Batch,
    | "status" | "samples_generated" | "target_count" | "progress" | "rate_per_minute" | "eta_s" | "quota" | "in_flight"
    | "total_tokens" | "cost_usd" | "attempts" | "rejected_count" | "failed_count" | "current_sample" | "errors"
  >
> & { batch_id: string };

/** Watch one part of a batch's live state; draws anew only when that part changes. */
export function useLive<T>(batchId: string | null | undefined, select: (live: Live | undefined) => T): T {
  const { data } = useQuery({
    queryKey: keys.live(batchId ?? ""),
    queryFn: () => null as Live | null,
    enabled: false,
    initialData: null as Live | null,
    staleTime: Infinity,
    select: (live) => select(live ?? undefined),
  });
  return data;
}

/** A row with what is newer of it. What has ended is told by the row alone. */
export function merged(batch: Batch, live: Live | undefined): Batch {
  if (!live || batch.status !== "running") return batch;
  if ((live.samples_generated ?? 0) < batch.samples_generated) return batch;
  return { ...batch, ...live, status: batch.status };
}

/** Watch one value of a batch, its row merged with what is newer; draws anew only when the value changes. */
export function useLiveValue<T>(batch: Batch, of: (batch: Batch) => T): T {
  return useLive(batch.batch_id, (live) => of(merged(batch, live)));
}

/** The whole batch with all that is newer: for a leaf, because it is drawn anew with every piece of news. */
export function useLiveBatch(batch: Batch): Batch {
  return merged(batch, useLive(batch.batch_id, (live) => live));
}

/** Samples that news brought, newest first; each is flat: its content beside `sample_id`, `topic`, `difficulty`. */
export type Arrival = Record<string, unknown>;

export const ARRIVALS_KEPT = 10;

export function withArrival(all: readonly Arrival[] | undefined, newest: Arrival): readonly Arrival[] {
  if (all && all[0]?.sample_id === newest.sample_id) return all;
  return [newest, ...(all ?? [])].slice(0, ARRIVALS_KEPT);
}

const NO_ARRIVALS: readonly Arrival[] = [];

export function useArrivals(batchId: string): readonly Arrival[] {
  const { data } = useQuery({
    queryKey: keys.arrivals(batchId),
    queryFn: () => NO_ARRIVALS,
    enabled: false,
    initialData: NO_ARRIVALS,
    staleTime: Infinity,
  });
  return data ?? NO_ARRIVALS;
}
