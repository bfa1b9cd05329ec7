/** Unsaved edits, one per sample, kept in the browser until they are saved or given up. */
import { isSchema } from "./faults";
import type { Content } from "../differences";
import type { Form } from "./form";

const PREFIX = "gristmill.edit.";

/** What an edit began with. */
export interface Base {
  content: Content;
  version: number;
  revision: number;
}

export interface Draft {
  base: Base;
  form: Form;
  at: string;
}

export function readDraft(sampleId: string): Draft | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(PREFIX + sampleId) ?? "null");
    return isDraft(found) ? found : null;
  } catch {
    return null;
  }
}

/** Where nothing can be kept (private mode, full storage) the edit lives in the page alone. */
export function keepDraft(sampleId: string, base: Base, form: Form): void {
  try {
    localStorage.setItem(PREFIX + sampleId, JSON.stringify({ base, form, at: new Date().toISOString() }));
  } catch {
    return;
  }
}

export function dropDraft(sampleId: string): void {
  try {
    localStorage.removeItem(PREFIX + sampleId);
  } catch {
    return;
  }
}

function isDraft(value: unknown): value is Draft {
  if (!isSchema(value) || !isSchema(value.base) || !isSchema(value.form) || typeof value.at !== "string") return false;
  const { base, form } = value;
  return isSchema(base.content) && typeof base.version === "number" && typeof base.revision === "number" && isSchema(form.content) && isSchema(form.unread);
}
