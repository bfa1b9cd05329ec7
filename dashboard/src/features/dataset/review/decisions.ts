/** What a person can say of a sample, as the service wants to hear it and as it stands there afterwards. */
import type { Decision, Sample } from "@/lib/api/samples";
import type { Schemas } from "@/lib/api/client";

export type Review = Schemas["Review"];

/** A decision as it stands at a sample. */
export interface Decided {
  review: Review;
  reason: string | null;
}

export const NO_REASON = "no reason given";

export function decidedOf(sample: Pick<Sample, "review" | "review_reason">): Decided {
  return { review: sample.review ?? "pending", reason: sample.review_reason ?? null };
}

/** How to make it stand so. The service wants a reason of every rejection, even where an older one had none. */
export function decisionFor({ review, reason }: Decided): Decision {
  if (review === "approved") return { action: "approve" };
  if (review === "rejected") return { action: "reject", reason: reason ?? NO_REASON };
  return { action: "reset" };
}

export function sameDecided(one: Decided, other: Decided): boolean {
  return one.review === other.review && (one.reason ?? "") === (other.reason ?? "");
}

/** "rejected (too short)". */
export function spoken({ review, reason }: Decided): string {
  return reason ? `${review} (${reason})` : review;
}

export function canBeDecided(sample: Sample): boolean {
  return sample.verdict === "accepted";
}
