/** Runs a move for the chosen batches: asks before a deletion, tells how far it is, and sums up. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useConfirm } from "@/components/confirm";
import { changeBatch, deleteBatch, LAST_PLACE, moveBatch, refreshBatches, type Batch } from "@/lib/api/batches";
import { counted } from "@/lib/format";
import { keys } from "@/lib/keys";
import { deleteText, ofWhich } from "@/components/batch-actions/words";
import { ableTo, isPlacing, runForAll, summed, type BulkMove, type Summary } from "./bulk";
import type { Selection } from "./use-selection";

export interface Running {
  move: BulkMove;
  finished: number;
  all: number;
}

export interface Bulk {
  running: Running | null;
  summary: Summary | null;
  run: (move: BulkMove) => Promise<void>;
  close: () => void;
}

export function useBulk({ chosen, drop }: Selection): Bulk {
  const client = useQueryClient();
  const confirm = useConfirm();
  const [running, setRunning] = useState<Running | null>(null);
  const [summary, setSummary] = useState<Summary | null>(null);
  const run = async (move: BulkMove) => {
    const able = ableTo(chosen, move);
    if (running || !able.length) return;
    if (move === "delete" && !(await confirm({ title: `Delete ${ofWhich(able)}?`, text: textOf(able, chosen.length), yes: "Delete", danger: true }))) return;
    const tell = (finished: number) => setRunning({ move, finished, all: able.length });
    setSummary(null);
    tell(0);
    const outcome = await runForAll(able, (batch) => call(batch.batch_id ?? "", move), tell, isPlacing(move) ? 1 : undefined);
    if (move === "delete") {
      drop(outcome.done);
      void client.invalidateQueries({ queryKey: keys.samples });
    }
    setSummary(summed(move, outcome));
    await refreshBatches(client).catch(() => undefined); // what cannot be had now says so itself
    setRunning(null);
  };
  return { running, summary, run, close: useCallback(() => setSummary(null), []) };
}

function call(batchId: string, move: BulkMove): Promise<unknown> {
  if (move === "delete") return deleteBatch(batchId);
  return isPlacing(move) ? changeBatch(batchId, { position: move === "front" ? 1 : LAST_PLACE }) : moveBatch(batchId, move);
}

function textOf(able: readonly Batch[], chosen: number): string {
  const left = chosen - able.length;
  const rest = left ? ` ${counted(left, "chosen batch has", "chosen batches have")} not ended and ${left === 1 ? "stays" : "stay"}.` : "";
  return deleteText(able) + rest;
}
