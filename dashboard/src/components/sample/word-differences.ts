/** Which words of two texts the other one does not have. */
import { diffWordsWithSpace } from "diff";

export interface Run {
  text: string;
  isOwn: boolean;
}

export interface Differences {
  chosen: Run[];
  rejected: Run[];
}

const PATIENCE_MS = 300; // two long texts with little in common

/** Runs of both texts, marked where they differ; null if they differ too much to be compared in time. */
export function wordDifferences(chosen: string, rejected: string): Differences | null {
  // The variant that minds spaces: the other one takes them from either text, and shows what nobody wrote.
  const changes = diffWordsWithSpace(rejected, chosen, { timeout: PATIENCE_MS });
  if (!changes) return null;
  return {
    chosen: joined(changes.filter((change) => !change.removed).map(({ value, added }) => ({ text: value, isOwn: added }))),
    rejected: joined(changes.filter((change) => !change.added).map(({ value, removed }) => ({ text: value, isOwn: removed }))),
  };
}

/** One mark for neighbours: a space between two marked words is marked with them. */
function joined(runs: Run[]): Run[] {
  const found: Run[] = [];
  runs.forEach((run, place) => {
    const isOwn = run.isOwn || (!run.text.trim() && Boolean(runs[place - 1]?.isOwn && runs[place + 1]?.isOwn));
    const last = found.at(-1);
    if (last?.isOwn === isOwn) last.text += run.text;
    else found.push({ text: run.text, isOwn });
  });
  return found;
}
