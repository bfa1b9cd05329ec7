/** The batches that a person has chosen, on this page of the list and on others. Rows that are shown are known as they are now. */
import { useCallback, useMemo, useState } from "react";
import type { Batch } from "@/lib/api/batches";

export interface Selection {
  chosen: readonly Batch[];
  ids: ReadonlySet<string>;
  choose: (ids: Iterable<string>) => void;
  toggle: (batch: Batch) => void;
  drop: (batches: readonly Batch[]) => void;
  clear: () => void;
}

type Chosen = ReadonlyMap<string, Batch>;

const NONE_CHOSEN: Chosen = new Map();

/** The id that a row has in the grid; a batch of old times may have no public one. */
export function rowId(batch: Pick<Batch, "batch_id" | "id">): string {
  return batch.batch_id ?? `#${batch.id}`;
}

export function useSelection(rows: readonly Batch[]): Selection {
  const [kept, setKept] = useState(NONE_CHOSEN);
  const known = useMemo(() => new Map(rows.map((row) => [rowId(row), row])), [rows]);
  const chosen = useMemo(() => [...kept].map(([id, batch]) => known.get(id) ?? batch), [kept, known]);
  const ids = useMemo(() => new Set(kept.keys()), [kept]);
  const choose = useCallback((wanted: Iterable<string>) => setKept((before) => withIds(before, wanted, known)), [known]);
  const toggle = useCallback((batch: Batch) => setKept((before) => (before.has(rowId(batch)) ? without(before, [batch]) : new Map([...before, [rowId(batch), batch]]))), []);
  const drop = useCallback((batches: readonly Batch[]) => setKept((before) => without(before, batches)), []);
  const clear = useCallback(() => setKept(NONE_CHOSEN), []);
  return useMemo(() => ({ chosen, ids, choose, toggle, drop, clear }), [chosen, ids, choose, toggle, drop, clear]);
}

function withIds(before: Chosen, wanted: Iterable<string>, known: Chosen): Chosen {
  const after = new Map<string, Batch>();
  for (const id of wanted) {
    const batch = known.get(id) ?? before.get(id);
    if (batch) after.set(id, batch);
  }
  return after;
}

function without(before: Chosen, batches: readonly Batch[]): Chosen {
  const gone = new Set(batches.map(rowId));
  return new Map([...before].filter(([id]) => !gone.has(id)));
}
