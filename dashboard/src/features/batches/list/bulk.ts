/** One move for many batches: which of them can make it, how it is run, and how it is summed up. Knows no React. */
import type { Batch } from "@/lib/api/batches";
import { counted } from "@/lib/format";
import { asProblem } from "@/lib/problem";
import { canBeDeleted, canBePlaced, canMove } from "@/components/batch-actions/legal";
import { nameOf } from "@/components/batch-actions/words";

export type BulkMove = "pause" | "resume" | "stop" | "retry" | "front" | "back" | "delete";

export const BULK_MOVES: readonly BulkMove[] = ["pause", "resume", "stop", "retry", "front", "back", "delete"];
export const BULK_NAMES: Record<BulkMove, string> = {
  pause: "Pause",
  resume: "Resume",
  stop: "Stop",
  retry: "Retry",
  front: "To the front",
  back: "To the back",
  delete: "Delete",
};

const AT_ONCE = 4;
const DOING: Record<BulkMove, string> = {
  pause: "Pausing",
  resume: "Resuming",
  stop: "Stopping",
  retry: "Queuing again",
  front: "Moving to the front",
  back: "Moving to the back",
  delete: "Deleting",
};
const DONE: Record<BulkMove, string> = {
  pause: "Paused",
  resume: "Resumed",
  stop: "Stopped",
  retry: "Queued again",
  front: "Moved to the front",
  back: "Moved to the back",
  delete: "Deleted",
};

/** Those that the service will let make the move, as far as this page knows them, in the order in which they have to make it. */
export function ableTo(batches: readonly Batch[], move: BulkMove): Batch[] {
  const able = batches.filter((batch) => batch.batch_id !== null && isAble(batch, move));
  if (!isPlacing(move)) return able;
  // One after the other to the front turns an order round, so the last one goes first.
  const turn = move === "front" ? -1 : 1;
  return able.sort((one, other) => turn * ((one.position ?? 0) - (other.position ?? 0)));
}

/** Each of these moves shifts the others' places: they are made one by one. */
export function isPlacing(move: BulkMove): move is "front" | "back" {
  return move === "front" || move === "back";
}

function isAble(batch: Batch, move: BulkMove): boolean {
  if (move === "delete") return canBeDeleted(batch);
  return isPlacing(move) ? canBePlaced(batch) : canMove(batch, move);
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
