/** An estimate in plain words. */
import type { Estimate } from "@/lib/api/estimates";
import { counted } from "@/lib/format";

export interface Spread {
  expected: number;
  low: number;
  high: number;
}

/** The interval as "low to high"; null where both are written alike. */
export function intervalOf(spread: Spread, write: (value: number) => string): string | null {
  const low = write(spread.low);
  const high = write(spread.high);
  return low === high ? null : `${low} to ${high}`;
}

const LIMITS: Record<string, string> = {
  requests_per_minute: "requests a minute",
  tokens_per_minute: "tokens a minute",
  requests_per_day: "requests a day",
  tokens_per_day: "tokens a day",
};

export function limitWords({ binding_limit, binding_on, limits }: Pick<Estimate, "binding_limit" | "binding_on" | "limits">): string {
  const found = limits.find((one) => one.limit === binding_limit && `${one.provider}/${one.model}` === binding_on);
  const words = LIMITS[binding_limit];
  if (words) return `${found ? found.amount.toLocaleString("en-GB") : "The"} ${words} of ${binding_on} hold it up most.`;
  if (!found) return `Nothing but the speed of ${binding_on} holds it up.`;
  return `No quota holds it up: ${counted(found.amount, "call")} at a time to ${binding_on} set the pace.`;
}

/** What the figures rest on; of a mere guess the estimate's own notes tell. */
export function basisWords({ basis, parts }: Pick<Estimate, "basis" | "parts">): string | null {
  const known = parts.length ? Math.min(...parts.map((part) => part.calls_known)) : 0;
  if (basis === "history") return `Rests on ${counted(known, "call")} of past batches.`;
  if (basis === "preview") return `Rests on ${counted(known, "trial call")}, so the bounds are wide.`;
  return null;
}

const TRIED_AT_MOST = 3;
const CALLS_EACH = 2;

/** How many calls the service would make to know more; 0 if it would make none. */
export function callsToMeasure({ basis, parts }: Pick<Estimate, "basis" | "parts">): number {
  if (basis !== "template") return 0;
  const unknown = new Set(parts.filter((part) => part.basis === "template" && part.purpose === "generation").map((part) => part.template));
  return CALLS_EACH * Math.min(TRIED_AT_MOST, unknown.size);
}

const SOON_MS = 10_000;

/** Where it would join the queue; when its turn comes is told beside it. */
export function queueWords(queue: Estimate["queue"], now = Date.now()): string | null {
  if (!queue) return null;
  const ahead: number | null = queue.samples_ahead; // null behind a queue too long to look through
  const at = queue.estimated_start_at;
  if (ahead === 0 || (at && Date.parse(at) - now < SOON_MS)) return "It starts at once.";
  return ahead === null ? `Place ${queue.position} in the queue.` : `Place ${queue.position} in the queue, behind ${counted(ahead, "sample")}.`;
}
