/**
 * What a person can do with batches, one or many: shown at once, said in a message, and taken back when the service refuses.
 * Each function answers whether it went well; none of them throws, but for `change`, whose faults belong to fields.
 */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useConfirm } from "@/components/confirm";
import { useToasts, type Toasts } from "@/components/toasts";
import { changeBatch, chooseCurrent, deleteBatch, LAST_PLACE, moveBatch, refreshBatches, type Batch, type BatchChange, type Move } from "@/lib/api/batches";
import { keys } from "@/lib/keys";
import { Problem } from "@/lib/problem";
import { dropBatches, patchBatches, patchCurrent } from "./cached";
import { eachOf, idOf, many } from "./each-of";
import { expected } from "./legal";
import { BACK, deleteText, doneText, nameOf, ofWhich } from "./words";

const OBEYS_WITHIN_MS = 400;

export interface BatchMoves {
  /** Pause, resume, stop, cancel, retry; with an offer to take it back where there is one. */
  move: (batches: Batch | readonly Batch[], move: Move) => Promise<boolean>;
  /** To a place in the queue; 1 is next. */
  place: (batch: Batch, position: number) => Promise<boolean>;
  toFront: (batch: Batch) => Promise<boolean>;
  toBack: (batch: Batch) => Promise<boolean>;
  watch: (batch: Batch) => Promise<boolean>;
  /** Asks first. Answers true only when all are deleted. */
  remove: (batches: Batch | readonly Batch[]) => Promise<boolean>;
  /** @throws Problem with the faults of the fields. */
  change: (batch: Batch, change: BatchChange) => Promise<void>;
}

export function useBatchMoves(): BatchMoves {
  const client = useQueryClient();
  const toasts = useToasts();
  const confirm = useConfirm();
  return useMemo(() => {
    const place = (batch: Batch, position: number, said: string) =>
      // What the last place is called is the queue's to say.
      tried(toasts, () => changed(client, batch, position === LAST_PLACE ? {} : { position }, () => changeBatch(idOf(batch), { position })), said);
    return {
      move: (batches, move) => moveAll(client, toasts, many(batches), move),
      place: (batch, position) => place(batch, position, `${nameOf(batch)} is number ${position} in the queue now.`),
      toFront: (batch) => place(batch, 1, `${nameOf(batch)} is next in the queue.`),
      toBack: (batch) => place(batch, LAST_PLACE, `${nameOf(batch)} is last in the queue.`),
      watch: (batch) => tried(toasts, () => watch(client, batch), `The overview shows ${nameOf(batch)} now.`),
      remove: async (batches) => {
        const all = many(batches);
        if (!(await confirm({ title: `Delete ${ofWhich(all)}?`, text: deleteText(all), yes: "Delete", danger: true }))) return false;
        return removeAll(client, toasts, all);
      },
      change: (batch, change) => changed(client, batch, change, () => changeBatch(idOf(batch), change)),
    };
  }, [client, toasts, confirm]);
}

async function moveAll(client: QueryClient, toasts: Toasts, batches: readonly Batch[], move: Move): Promise<boolean> {
  await client.cancelQueries({ queryKey: keys.batches });
  const changes = new Map(batches.map((batch) => [idOf(batch), expected(batch, move)]));
  const undo = patchBatches(client, changes, batches);
  const { gone, failed } = await eachOf(batches, (batch) => moveBatch(idOf(batch), move));
  if (failed.length) {
    undo();
    toasts.failed(failed[0]?.error, () => void moveAll(client, toasts, failed.map(({ batch }) => batch), move));
  }
  const back = BACK[move];
  if (gone.length) toasts.done(doneText(gone, move), back && { label: "Undo", run: () => void takeBack(client, toasts, gone, back) });
  await refreshBatches(client);
  return !failed.length;
}

/** Undo may be quicker than the worker, which needs a moment to stop: it is asked again then. */
async function takeBack(client: QueryClient, toasts: Toasts, batches: readonly Batch[], move: Move): Promise<void> {
  const { gone, failed } = await eachOf(batches, async (batch) => {
    for (let tries = 5; ; tries--) {
      try {
        return await moveBatch(idOf(batch), move);
      } catch (error) {
        if (!(error instanceof Problem && error.extra["from"] === "running" && tries > 0)) throw error;
        await new Promise((resolve) => setTimeout(resolve, OBEYS_WITHIN_MS));
      }
    }
  });
  if (failed.length) toasts.failed(failed[0]?.error);
  if (gone.length) toasts.done(doneText(gone, move));
  await refreshBatches(client);
}

async function removeAll(client: QueryClient, toasts: Toasts, batches: readonly Batch[]): Promise<boolean> {
  await client.cancelQueries({ queryKey: keys.batches });
  const undo = dropBatches(client, new Set(batches.map(idOf)));
  const { gone, failed } = await eachOf(batches, (batch) => deleteBatch(idOf(batch)));
  if (failed.length) {
    undo();
    toasts.failed(failed[0]?.error);
  }
  if (gone.length) toasts.done(`Deleted: ${ofWhich(gone)}.`);
  void client.invalidateQueries({ queryKey: keys.samples });
  // What is gone is not asked for again: its page, if that is open, is left next.
  const ids = new Set<unknown>(gone.map(idOf));
  void client.invalidateQueries({ queryKey: keys.batches, predicate: ({ queryKey }) => !ids.has(queryKey[2]) });
  void client.invalidateQueries({ queryKey: keys.queue });
  return !failed.length;
}

async function changed(client: QueryClient, batch: Batch, change: BatchChange, call: () => Promise<unknown>): Promise<void> {
  await client.cancelQueries({ queryKey: keys.batches });
  const undo = patchBatches(client, new Map([[idOf(batch), change]]), [batch]);
  try {
    await call();
  } catch (error) {
    undo();
    throw error;
  } finally {
    void refreshBatches(client);
  }
}

async function watch(client: QueryClient, batch: Batch): Promise<void> {
  await client.cancelQueries({ queryKey: keys.batches });
  patchCurrent(client, idOf(batch));
  try {
    await chooseCurrent(idOf(batch));
  } finally {
    await refreshBatches(client); // also what takes a refused choice back
  }
}

async function tried(toasts: Toasts, call: () => Promise<unknown>, said: string): Promise<boolean> {
  try {
    await call();
    toasts.done(said);
    return true;
  } catch (error) {
    toasts.failed(error, () => void tried(toasts, call, said));
    return false;
  }
}
