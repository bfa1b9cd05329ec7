/** Which rows are selected: one by one, or from the last one to here. Pure. */

export interface Selection {
  ids: ReadonlySet<string>;
  /** Where a range begins. */
  anchor: string | null;
}

export const NOTHING: Selection = { ids: new Set(), anchor: null };

/** As many as one request may name. */
export const AT_MOST = 10_000;

export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id) && next.size < AT_MOST) next.add(id);
  return { ids: next, anchor: id };
}

/** All from the anchor to this one are selected, too; without an anchor only this one. */
export function extended(selection: Selection, id: string, rows: readonly { id: string }[]): Selection {
  const from = rows.findIndex((row) => row.id === selection.anchor);
  const to = rows.findIndex((row) => row.id === id);
  if (from < 0 || to < 0) return toggled(selection, id);
  const next = new Set(selection.ids);
  for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) if (next.size < AT_MOST) next.add(row.id);
  return { ids: next, anchor: id };
}
