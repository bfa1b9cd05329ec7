/** Unsaved drafts in this browser. Private mode may refuse: then there are none. */
import type { TemplateForm } from "../model/form";

const PREFIX = "gristmill.template.";
const FORMAT = 1;

export interface StoredDraft {
  /** The version that it began from; null: a new template. */
  version: number | null;
  at: string;
  form: TemplateForm;
}

export function readDraft(id: string): StoredDraft | null {
  try {
    const stored = JSON.parse(localStorage.getItem(PREFIX + id) ?? "null") as (StoredDraft & { format: number }) | null;
    return stored?.format === FORMAT ? { version: stored.version, at: stored.at, form: stored.form } : null;
  } catch {
    return null;
  }
}

export function keepDraft(id: string, version: number | null, form: TemplateForm): void {
  try {
    localStorage.setItem(PREFIX + id, JSON.stringify({ format: FORMAT, version, at: new Date().toISOString(), form }));
  } catch {
    // Full, or refused: the draft lives as long as the page does, which asks before it is left.
  }
}

export function dropDraft(id: string): void {
  try {
    localStorage.removeItem(PREFIX + id);
  } catch {
    // Nothing was kept then.
  }
}
