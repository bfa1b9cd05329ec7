/** One move for many batches: which of them can make it, how it is run, and how it is summed up. Knows no React. */
import type { Batch } from "@/lib/api/batches";
import { counted } from "@/lib/format";
import { asProblem } from "@/lib/problem";
import { canBeDeleted, canMove } from "@/components/batch-actions/legal";
import { nameOf } from "@/components/batch-actions/words";

export type BulkMove = "pause" | "resume" | "stop" | "retry" | "delete";

export const BULK_MOVES: readonly BulkMove[] = ["pause", "resume", "stop", "retry", "delete"];
export const BULK_NAMES: Record<BulkMove, string> = { pause: "Pause", resume: "Resume", stop: "Stop", retry: "Retry", delete: "Delete" };

const AT_ONCE = 4;
const DOING: Record<BulkMove, string> = { pause: "Pausing", resume: "Resuming", stop: "Stopping", retry: "Queuing again", delete: "Deleting" };
const DONE: Record<BulkMove, string> = { pause: "Paused", resume: "Resumed", stop: "Stopped", retry: "Queued again", delete: "Deleted" };

/** Those that the service will let make the move, as far as this page knows them. */
export function ableTo(batches: readonly Batch[], move: BulkMove): Batch[] {
  return batches.filter((batch) => batch.batch_id !== null && (move === "delete" ? canBeDeleted(batch) : canMove(batch, move)));
}

/** "Pause 3 of 5"; without the "of" when all can do it. */
export function bulkLabel(move: BulkMove, able: number, chosen: number): string {
  return able === chosen ? `${BULK_NAMES[move]} ${able}` : `${BULK_NAMES[move]} ${able} of ${chosen}`;
}

export function doingText(move: BulkMove, finished: number, all: number): string {
  return `${DOING[move]}: ${finished} of ${all}`;
}

export interface Outcome<T> {
  done: T[];
  refused: { one: T; error: unknown }[];
}

/**
 * Call for each, a few at once. A refusal stops nothing.
 * @param onFinished told after each how many are over.
 * @returns all of them, in the order in which they were given.
 */
export async function runForAll<T>(all: readonly T[], call: (one: T) => Promise<unknown>, onFinished: (finished: number) => void, atOnce = AT_ONCE): Promise<Outcome<T>> {
  const failures = new Map<number, unknown>();
  let next = 0;
  let finished = 0;
  const work = async () => {
    while (next < all.length) {
      const index = next++;
      await call(all[index] as T).catch((error: unknown) => failures.set(index, error));
      onFinished(++finished);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, work));
  return {
    done: all.filter((_, index) => !failures.has(index)),
    refused: [...failures.keys()].sort((a, b) => a - b).map((index) => ({ one: all[index] as T, error: failures.get(index) })),
  };
}

export interface Summary {
  severity: "success" | "warning" | "error";
  text: string;
  /** What the service said to those that it refused; the same sentence once, with all whom it was said to. */
  refusals: { sentence: string; names: string[] }[];
}

export function summed(move: BulkMove, { done, refused }: Outcome<Batch>): Summary {
  const all = done.length + refused.length;
  const text = `${DONE[move]}: ${refused.length ? `${done.length} of ${counted(all, "batch", "batches")}` : counted(all, "batch", "batches")}.`;
  const bySentence = new Map<string, string[]>();
  for (const { one, error } of refused) {
    const { title, detail } = asProblem(error);
    const sentence = detail || title;
    bySentence.set(sentence, [...(bySentence.get(sentence) ?? []), nameOf(one)]);
  }
  return {
    severity: refused.length === 0 ? "success" : done.length ? "warning" : "error",
    text,
    refusals: [...bySentence].map(([sentence, names]) => ({ sentence, names })),
  };
}
