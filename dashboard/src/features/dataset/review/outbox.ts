/**
 * Decisions that the service has not confirmed yet, in the order of the person. Pure: a list goes in, a list comes out.
 * Of one sample only the first may be sent; the next one waits for the revision that the first leaves behind.
 */
import type { Decided } from "./decisions";

export const OUTBOX_KEY = "gristmill.review.outbox";
export const AT_MOST = 500;

export interface Entry {
  id: string;
  sampleId: string;
  before: Decided;
  after: Decided;
  /** The revision that the person saw; null while an earlier decision about the same sample waits. */
  revision: number | null;
  /** The version of the content that the person saw. */
  version: number;
  /** It was sent at least once, so the service may have heard of it. */
  tried: boolean;
}

export function isFull(entries: readonly Entry[]): boolean {
  return entries.length >= AT_MOST;
}

export function added(entries: readonly Entry[], entry: Omit<Entry, "tried">): Entry[] {
  const follows = entries.some((one) => one.sampleId === entry.sampleId);
  return [...entries, { ...entry, revision: follows ? null : entry.revision, tried: false }];
}

/** Take back the last decision about a sample, if the service cannot have heard of it; null if it must be told instead. */
export function withdrawn(entries: readonly Entry[], sampleId: string): Entry[] | null {
  const last = entries.findLast((one) => one.sampleId === sampleId);
  return last && !last.tried ? entries.filter((one) => one !== last) : null;
}

/** The first decision that may be sent; those about `held` samples wait for the person. */
export function nextOf(entries: readonly Entry[], held: { has: (sampleId: string) => boolean }): Entry | undefined {
  return entries.find((one) => !held.has(one.sampleId));
}

export function tried(entries: readonly Entry[], id: string): Entry[] {
  return entries.map((one) => (one.id === id ? { ...one, tried: true } : one));
}

/** The service has done it and is at `revision` now, which the next decision about the sample goes on from. */
export function settled(entries: readonly Entry[], id: string, revision: number): Entry[] {
  const done = entries.find((one) => one.id === id);
  if (!done) return [...entries];
  const rest = entries.filter((one) => one !== done);
  const next = rest.find((one) => one.sampleId === done.sampleId);
  return rest.map((one) => (one === next ? { ...one, revision } : one));
}

/** Send it once more, on what the sample is now. */
export function rebased(entries: readonly Entry[], id: string, revision: number, version: number): Entry[] {
  return entries.map((one) => (one.id === id ? { ...one, revision, version } : one));
}

export function without(entries: readonly Entry[], sampleId: string): Entry[] {
  return entries.filter((one) => one.sampleId !== sampleId);
}

export function waitingFor(entries: readonly Entry[], sampleId: string): Entry[] {
  return entries.filter((one) => one.sampleId === sampleId);
}

/** Read what an earlier page has written; whatever is no entry is left out. */
export function readOutbox(text: string | null): Entry[] {
  if (!text) return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found.filter(isEntry).slice(0, AT_MOST) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { id, sampleId, before, after, revision, version, tried } = value as Record<string, unknown>;
  const named = typeof id === "string" && typeof sampleId === "string" && typeof version === "number" && typeof tried === "boolean";
  return named && isDecided(before) && isDecided(after) && (revision === null || typeof revision === "number");
}

const REVIEWS: readonly unknown[] = ["pending", "approved", "rejected"];

function isDecided(value: unknown): value is Decided {
  if (typeof value !== "object" || value === null) return false;
  const { review, reason } = value as Record<string, unknown>;
  return REVIEWS.includes(review) && (reason === null || typeof reason === "string");
}
