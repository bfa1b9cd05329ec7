/** Batches as they lie in the cache: in lists, alone, as the current one. A wish is shown in all of them at once. */
import type { QueryClient } from "@tanstack/react-query";
import type { Batch } from "@/lib/api/batches";
import { keys } from "@/lib/keys";

interface Holder {
  batch?: Batch;
  batches?: Batch[];
  total?: number;
}

type Patch = (batch: Batch) => Batch;

/** @returns what shows the batches as they were, in those fields that were changed. */
export function patchBatches(client: QueryClient, changes: ReadonlyMap<string, Partial<Batch>>, before: readonly Batch[]): () => void {
  apply(client, changes);
  return () => {
    const old = new Map<string, Partial<Batch>>();
    for (const batch of before) {
      const changed = changes.get(batch.batch_id ?? "");
      if (!changed) continue;
      const fields = Object.keys(changed) as (keyof Batch)[];
      old.set(batch.batch_id ?? "", Object.fromEntries(fields.map((field) => [field, batch[field]])));
    }
    apply(client, old);
  };
}

function apply(client: QueryClient, changes: ReadonlyMap<string, Partial<Batch>>): void {
  each(client, (batch) => {
    const change = changes.get(batch.batch_id ?? "");
    return change ? { ...batch, ...change } : batch;
  });
}

/** Exactly one batch is the one to watch. */
export function patchCurrent(client: QueryClient, batchId: string): void {
  each(client, (batch) => (batch.current === (batch.batch_id === batchId) ? batch : { ...batch, current: batch.batch_id === batchId }));
}

/** Take batches out of all lists. @returns what puts the lists back. */
export function dropBatches(client: QueryClient, ids: ReadonlySet<string>): () => void {
  const lists = client.getQueriesData<Holder>({ queryKey: [...keys.batches, "list"] });
  for (const [key, list] of lists) {
    if (!list?.batches) continue;
    const left = list.batches.filter((batch) => !ids.has(batch.batch_id ?? ""));
    const gone = list.batches.length - left.length;
    client.setQueryData(key, { ...list, batches: left, total: (list.total ?? gone) - gone });
  }
  return () => {
    for (const [key, list] of lists) client.setQueryData(key, list);
  };
}

function each(client: QueryClient, patch: Patch): void {
  client.setQueriesData<Holder | null>({ queryKey: keys.batches }, (held) => {
    if (!held) return held;
    if (held.batches) return { ...held, batches: held.batches.map(patch) };
    return held.batch ? { ...held, batch: patch(held.batch) } : held;
  });
}
