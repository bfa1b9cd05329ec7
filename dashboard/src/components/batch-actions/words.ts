/** What is said of moves: on buttons, in messages. */
import type { Batch, Move } from "@/lib/api/batches";
import { counted } from "@/lib/format";

export function nameOf(batch: Pick<Batch, "name" | "batch_id">): string {
  return batch.name ?? batch.batch_id ?? "unnamed batch";
}

/** Where the form opens with what this batch was started with. */
export function againAddress(batch: Pick<Batch, "batch_id">): string {
  return `/generate?again=${encodeURIComponent(batch.batch_id ?? "")}`;
}

export const MOVE_NAMES: Record<Move, string> = { pause: "Pause", resume: "Resume", stop: "Stop", cancel: "Cancel", retry: "Retry" };

const DONE: Record<Move, string> = { pause: "Paused", resume: "Resumed", stop: "Stopped", cancel: "Cancelled", retry: "Queued again" };

/** The move that takes a move back. */
export const BACK: Partial<Record<Move, Move>> = { pause: "resume", stop: "retry", cancel: "retry" };

export function doneText(batches: readonly Batch[], move: Move): string {
  return `${DONE[move]}: ${ofWhich(batches)}.`;
}

export function ofWhich(batches: readonly Batch[]): string {
  const [first] = batches;
  return batches.length === 1 && first ? nameOf(first) : counted(batches.length, "batch", "batches");
}

export function deleteText(batches: readonly Batch[]): string {
  const samples = batches.reduce((sum, batch) => sum + batch.samples_generated, 0);
  const which = batches.length === 1 ? "The batch" : counted(batches.length, "batch", "batches");
  return `${which} will be deleted with ${samples ? counted(samples, "sample") : "no samples"}, the log and the files. Exports stay. This cannot be taken back.`;
}
