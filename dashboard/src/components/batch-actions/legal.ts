/** Which moves a batch can make in its status (docs/api.md "Moves"), and what it is while the service has not answered yet. */
import type { Batch, Move } from "@/lib/api/batches";

type Standing = Pick<Batch, "status" | "pausing" | "stopping" | "drive" | "current" | "position">;

export const ENDED: readonly Batch["status"][] = ["completed", "stopped", "failed"];

export function hasEnded(batch: Pick<Batch, "status">): boolean {
  return ENDED.includes(batch.status);
}

/** The moves worth offering. Stop and cancel do the same to a batch that waits: there it is called cancel. */
export function legalMoves(batch: Standing): Move[] {
  switch (batch.status) {
    case "queued":
      return ["pause", "cancel"];
    case "running":
      if (batch.stopping) return [];
      return batch.pausing ? ["resume", "stop"] : ["pause", "stop"];
    case "paused":
      return ["resume", "stop"];
    case "stopped":
    case "failed":
      return ["retry"];
    default:
      return [];
  }
}

export function canMove(batch: Standing, move: Move): boolean {
  return legalMoves(batch).includes(move) || (move === "stop" && batch.status === "queued") || (move === "cancel" && batch.status === "paused");
}

/** A client-driven batch stands in no queue. */
export function canBePlaced(batch: Standing): boolean {
  return batch.status === "queued" && batch.drive !== "client";
}

/** An enrichment worked on samples that were chosen once: there is no order that says which. */
export function canRunAgain(batch: Pick<Batch, "kind">): boolean {
  return batch.kind !== "enrichment";
}

export function canBeDeleted(batch: Standing): boolean {
  return hasEnded(batch);
}

export function canBeWatched(batch: Standing): boolean {
  return !batch.current;
}

/** What the batch looks like from the moment of the wish on. A worker obeys within a second; a client's batch at once. */
export function expected(batch: Standing, move: Move): Partial<Batch> {
  const atWork = batch.status === "running" && batch.drive !== "client";
  if (move === "pause") return atWork ? { pausing: true } : { status: "paused", pause_cause: "person", position: null };
  if (move === "resume") return atWork ? { pausing: false } : { status: "queued", pause_cause: null, pause_reason: null };
  if (move === "retry") return { status: "queued", end_reason: null, completed_with_errors: false };
  return atWork ? { stopping: true } : { status: "stopped", position: null };
}
