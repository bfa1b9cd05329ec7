/** The form that changes a batch: what it starts with, what is wrong in it, and the change that it asks for. */
import type { Batch, BatchChange } from "@/lib/api/batches";
import { count } from "@/lib/format";

export interface EditForm {
  name: string;
  notes: string;
  priority: string;
  target: string;
}

export type EditFaults = Partial<Record<keyof EditForm, string>>;

export function formOf(batch: Batch): EditForm {
  return { name: batch.name ?? "", notes: batch.notes ?? "", priority: String(batch.priority), target: String(batch.target_count) };
}

/** Only what differs; a field that was emptied is taken away. */
export function changeOf(form: EditForm, batch: Batch): BatchChange {
  const was = formOf(batch);
  const change: BatchChange = {};
  if (form.name.trim() !== was.name) change.name = form.name.trim() || null;
  if (form.notes !== was.notes) change.notes = form.notes.trim() ? form.notes : null;
  if (form.priority.trim() !== was.priority) change.priority = Number(form.priority);
  if (form.target.trim() !== was.target) change.target_count = Number(form.target);
  return change;
}

export function faultsOf(form: EditForm, batch: Batch): EditFaults {
  const faults: EditFaults = {};
  if (form.name.trim().length > 200) faults.name = "At most 200 characters.";
  if (form.notes.length > 5000) faults.notes = "At most 5,000 characters.";
  if (!isWhole(form.priority, -1000, 1000)) faults.priority = "A whole number from -1,000 to 1,000.";
  const least = Math.max(1, batch.samples_generated);
  if (batch.status !== "completed" && !isWhole(form.target, least, 1_000_000)) {
    faults.target = `A whole number from ${count(least)}, as many as are accepted, to 1,000,000.`;
  }
  return faults;
}

function isWhole(text: string, least: number, most: number): boolean {
  return /^-?\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
}
