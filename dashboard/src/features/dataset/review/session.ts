/**
 * What one person did in one session: the samples as they are after it, and a stack of decisions to take back. Pure.
 * `known` wins over what lists said earlier, as decisions show at once.
 */
import type { Sample } from "@/lib/api/samples";
import { decidedOf, type Decided } from "./decisions";
import type { Entry } from "./outbox";

export interface Step {
  entryId: string;
  sampleId: string;
  before: Decided;
  after: Decided;
}

export interface Session {
  known: Readonly<Record<string, Sample>>;
  steps: readonly Step[];
  edited: ReadonlySet<string>;
}

export const NEW_SESSION: Session = { known: {}, steps: [], edited: new Set() };

export function sampleAs(sample: Sample, { review, reason }: Decided): Sample {
  return { ...sample, review, review_reason: reason };
}

export function afterDecision(session: Session, sample: Sample, after: Decided, entryId: string): Session {
  const step = { entryId, sampleId: sample.sample_id, before: decidedOf(sample), after };
  return { ...session, known: knowing(session, sampleAs(sample, after)), steps: [...session.steps, step] };
}

/** The last decision is taken back; what the sample had before stands again. */
export function afterUndo(session: Session): Session {
  const step = session.steps.at(-1);
  if (!step) return session;
  const sample = session.known[step.sampleId];
  return { ...session, known: sample ? knowing(session, sampleAs(sample, step.before)) : session.known, steps: session.steps.slice(0, -1) };
}

/** The service tells how a sample is now; decisions that still wait stand before it. */
export function afterNews(session: Session, sample: Sample, waiting: readonly Entry[]): Session {
  const last = waiting.at(-1);
  return { ...session, known: knowing(session, last ? sampleAs(sample, last.after) : sample) };
}

/** Decisions were not accepted: the sample is as before the first of them, and there is nothing to undo. */
export function afterRefusal(session: Session, dropped: readonly Entry[]): Session {
  const [first] = dropped;
  if (!first) return session;
  const ids = new Set(dropped.map((one) => one.id));
  const sample = session.known[first.sampleId];
  return {
    ...session,
    known: sample ? knowing(session, sampleAs(sample, first.before)) : session.known,
    steps: session.steps.filter((step) => !ids.has(step.entryId)),
  };
}

export function afterEdit(session: Session, sample: Sample): Session {
  return { ...session, known: knowing(session, sample), edited: new Set([...session.edited, sample.sample_id]) };
}

function knowing(session: Session, sample: Sample): Session["known"] {
  return { ...session.known, [sample.sample_id]: sample };
}

/** A listed sample with what is newer: what this session did, or what still waits to be sent since an earlier one. */
export function current(listed: Sample, session: Session, waiting: readonly Entry[]): Sample {
  const known = session.known[listed.sample_id];
  const mine = known && (known.revision ?? 1) >= (listed.revision ?? 1) ? known : listed;
  const last = waiting.findLast((one) => one.sampleId === listed.sample_id);
  return last ? sampleAs(mine, last.after) : mine;
}

export interface Tally {
  approved: number;
  rejected: number;
  edited: number;
}

/** How many samples this session left approved, rejected, edited; a sample decided twice counts once. */
export function tallyOf({ steps, edited }: Session): Tally {
  const last = new Map(steps.map((step) => [step.sampleId, step.after.review]));
  const all = [...last.values()];
  return { approved: all.filter((one) => one === "approved").length, rejected: all.filter((one) => one === "rejected").length, edited: edited.size };
}

const CHIPS = 9;
const COMMON = ["wrong", "unclear", "off topic", "says the same as another", "not what was asked"];

/** Reasons to choose from: those of this session, newest first, then the usual ones of the template, then common ones. */
export function reasonsOf(session: Session, usual: readonly string[]): string[] {
  const recent = session.steps.toReversed().flatMap((step) => (step.after.review === "rejected" && step.after.reason ? [step.after.reason] : []));
  return [...new Set([...recent, ...usual, ...COMMON])].slice(0, CHIPS);
}
