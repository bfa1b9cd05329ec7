/** What charts draw, reckoned from the figures of a batch. */
import type { Analytics } from "@/lib/api/analytics";

type Series = Analytics["series"];

export interface Rate {
  at: Date;
  requests: number;
  tokens: number;
}

const MINUTE_S = 60;

/**
 * Calls and tokens per minute at the end of each bucket. Limits count a minute, so short buckets are added up over the
 * minute before them: a burst of five seconds is no twelvefold excess.
 */
export function ratesOf({ buckets, bucket_s }: Series): Rate[] {
  const wide = Math.max(1, Math.round(MINUTE_S / bucket_s));
  const scale = MINUTE_S / (wide * bucket_s);
  let calls = 0;
  let tokens = 0;
  return buckets.map((bucket, place) => {
    const left = buckets[place - wide];
    calls += bucket.calls - (left?.calls ?? 0);
    tokens += bucket.tokens - (left?.tokens ?? 0);
    return { at: new Date(Date.parse(bucket.at) + bucket_s * 1000), requests: calls * scale, tokens: tokens * scale };
  });
}

/** Highest value that the axis must reach, so that the line of the limit is in the picture when it matters. */
export function axisTop(values: readonly number[], limit: number | null): number | undefined {
  const most = Math.max(0, ...values);
  return limit !== null && most > limit / 4 ? Math.max(most, limit) * 1.1 : undefined;
}

export function scoreRanges(buckets: readonly number[]): { range: string; count: number }[] {
  return buckets.map((count, place) => ({ range: `${(place / 10).toFixed(1)}–${((place + 1) / 10).toFixed(1)}`, count }));
}

/** `14:05`, with seconds where buckets are shorter than a minute, with the day where the batch takes more than one. */
export function timeLabel(at: Date, bucketS: number, spanMs: number): string {
  const time = at.toLocaleTimeString("en-GB", bucketS < MINUTE_S ? {} : { hour: "2-digit", minute: "2-digit" });
  return spanMs < 86_400_000 ? time : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${time}`;
}

export function bucketWords(seconds: number): string {
  if (seconds < MINUTE_S) return seconds === 1 ? "second" : `${seconds} seconds`;
  const minutes = seconds / MINUTE_S;
  if (minutes < 60) return minutes === 1 ? "minute" : `${minutes} minutes`;
  return minutes === 60 ? "hour" : `${Math.round((minutes / 60) * 10) / 10} hours`;
}
