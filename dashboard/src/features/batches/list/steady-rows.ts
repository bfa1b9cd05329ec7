/**
 * Rows that stay the same objects while a batch only counts on. The service sends the list anew at each checkpoint, and a new
 * row makes the grid draw all its cells; a running batch's numbers come to its cells by themselves.
 */
import { useState } from "react";
import { useConnection } from "@/lib/connection";
import type { Batch } from "@/lib/live";

/** What a running batch's row shows, or its actions need, beside live numbers. */
const STEADY = [
  "id", "batch_id", "name", "notes", "status", "pausing", "stopping", "pause_reason", "end_reason", "completed_with_errors", "target_count", "priority",
  "position", "current", "topic_filter", "difficulty_filter", "model", "template", "template_version", "created_at", "started_at", "demo", "drive", "kind",
] as const satisfies readonly (keyof Batch)[];

/** The rows after a fetch, with as many of those before it as say the same; the very same list if all do. */
export function steady(before: readonly Batch[], after: readonly Batch[]): readonly Batch[] {
  const known = new Map(before.map((row) => [row.id, row]));
  const rows = after.map((row) => {
    const old = known.get(row.id);
    return old && row.status === "running" && STEADY.every((field) => old[field] === row[field]) ? old : row;
  });
  return rows.length === before.length && rows.every((row, index) => row === before[index]) ? before : rows;
}

export function useSteadyRows(rows: readonly Batch[]): readonly Batch[] {
  const [kept, setKept] = useState(rows);
  // While no news come, the fetched rows are all there is.
  const next = useConnection() === "live" ? steady(kept, rows) : rows;
  if (next !== kept) setKept(next);
  return next;
}
