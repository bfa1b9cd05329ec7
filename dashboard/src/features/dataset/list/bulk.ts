/** A decision about many samples: what it is, and what is said of it. Pure. */
import type { ReviewMany } from "@/lib/api/samples";
import { counted } from "@/lib/format";
import { Problem } from "@/lib/problem";
import { described, reviewFilterOf, type Filters } from "../shared/filters";

export type Action = ReviewMany["action"];
export type Target = { ids: readonly string[] } | { filters: Filters };

export interface Bulk {
  action: Action;
  target: Target;
}

const VERBS = { approve: "Approve", reject: "Reject", reset: "Reset" } as const;
const PAST = { approve: "approved", reject: "rejected", reset: "set back to pending" } as const;

/** Counts without changing anything; to count, no reason is needed, so that it can be given meanwhile. */
export function countOrder({ target }: Bulk): ReviewMany {
  return { ...which(target), action: "reset", dry_run: true };
}

export function order({ action, target }: Bulk, reason: string, expected: number): ReviewMany {
  return { ...which(target), action, dry_run: false, expected, ...(action === "reject" ? { reason: reason.trim() } : {}) };
}

function which(target: Target): Pick<ReviewMany, "ids" | "filter"> {
  return "ids" in target ? { ids: [...target.ids] } : { filter: reviewFilterOf(target.filters) };
}

export function titleOf({ action, target }: Bulk): string {
  return "ids" in target ? `${VERBS[action]} the selected samples` : `${VERBS[action]} all that match`;
}

/** What will happen, in words. */
export function willHappen({ action, target }: Bulk, matched: number): string {
  const samples = counted(matched, "sample");
  const which = "ids" in target ? "that you selected" : `(${described(target.filters)})`;
  const after = action === "reset" ? " Decisions about them are taken back." : " Decisions made about them before are replaced.";
  return `${samples} ${which} will be ${PAST[action]}.${after}`;
}

export function hasHappened({ action, target }: Bulk, changed: number, matched: number): string {
  const same = matched - changed;
  const rest = same > 0 ? ` ${counted(same, "sample")} had this decision already.` : "";
  const way = "filters" in target && action !== "reset" ? " To take it back, reset the same filter." : "";
  return `${counted(changed, "sample")} ${changed === 1 ? "is" : "are"} ${PAST[action]}.${rest}${way}`;
}

/** The number of now, if the service says that another number of samples match; else null. */
export function otherNumber(error: unknown): number | null {
  if (!(error instanceof Problem) || !error.isOf("not-as-expected")) return null;
  return typeof error.extra.matched === "number" ? error.extra.matched : null;
}

export function verbOf(action: Action): string {
  return VERBS[action];
}
