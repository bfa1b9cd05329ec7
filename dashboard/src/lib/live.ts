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

export function useLiveBatch(batch: Batch): Batch {
  return merged(batch, useLive(batch.batch_id, (live) => live));
}
