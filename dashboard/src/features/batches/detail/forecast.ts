/** What a batch has cost, and what it will have cost when it is full: at the price per accepted sample so far. */
import type { Batch } from "@/lib/api/batches";
import { usd } from "@/lib/format";

export type CostForecast =
  | { kind: "known"; soFar: number; atEnd: number | null }
  | { kind: "not-begun" }
  | { kind: "unpriced" };

type Priced = Pick<Batch, "cost_usd" | "samples_generated" | "target_count" | "attempts">;

const ENOUGH_SAMPLES = 3; // the price of one or two says little of a thousand

/** What refused answers cost is in the forecast too, since they go on being refused at the same rate. */
export function costForecast({ cost_usd, samples_generated, target_count, attempts }: Priced): CostForecast {
  if (attempts === 0) return { kind: "not-begun" };
  if (cost_usd == null) return { kind: "unpriced" };
  const known = samples_generated >= Math.min(ENOUGH_SAMPLES, target_count);
  return { kind: "known", soFar: cost_usd, atEnd: known && samples_generated > 0 ? (cost_usd / samples_generated) * Math.max(target_count, samples_generated) : null };
}

export function costText(forecast: CostForecast): string {
  if (forecast.kind === "unpriced") return "No price known";
  return forecast.kind === "known" ? usd(forecast.soFar) : usd(null);
}

export function forecastText(forecast: CostForecast): string {
  if (forecast.kind !== "known") return "";
  return forecast.atEnd === null ? "forecast after the first samples" : `about ${usd(forecast.atEnd)} at the end`;
}

/** Accepted divided by judged answers, as the service reckons it; live numbers do not bring it along. */
export function acceptance({ samples_generated, rejected_count }: Pick<Batch, "samples_generated" | "rejected_count">): number | null {
  const judged = samples_generated + rejected_count;
  return judged === 0 ? null : samples_generated / judged;
}
