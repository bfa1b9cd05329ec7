/**
 * The order that is being written. It survives a reload, and a visit to another page, until it is started or cleared. Each
 * tab writes its own; a new one begins with what was written last in any, so that a closed tab loses nothing.
 */
import { useSyncExternalStore } from "react";
import { BLANK, type GenerateForm } from "./model/form";
import type { Try } from "./model/idempotency";

const NAME = "gristmill.generate";
const VERSION = 1;

export interface Origin {
  kind: "batch" | "preset";
  id: string;
  name: string;
  seed?: number | null;
}

export interface Draft {
  form: GenerateForm;
  /** What it was filled in from. */
  origin: Origin | null;
  /** The start that was sent last and not answered well: the same order goes again under the same key. */
  attempt: Try | null;
}

export const EMPTY: Draft = { form: BLANK, origin: null, attempt: null };

export class DraftStore {
  private draft: Draft;
  private readonly listeners = new Set<() => void>();

  /** `own` is the tab's storage, `shared` that of all tabs. */
  constructor(
    private readonly own: () => Storage,
    private readonly shared: () => Storage,
  ) {
    this.draft = this.read(own) ?? this.read(shared) ?? EMPTY;
  }

  get = (): Draft => this.draft;

  put(draft: Draft): void {
    this.draft = draft;
    this.write();
    for (const listener of this.listeners) listener();
  }

  change(part: Partial<Draft>): void {
    this.put({ ...this.draft, ...part });
  }

  isBlank(): boolean {
    return JSON.stringify(this.draft.form) === JSON.stringify(BLANK);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private read(storage: () => Storage): Draft | null {
    try {
      const kept = JSON.parse(storage().getItem(NAME) ?? "null") as (Draft & { version: number }) | null;
      if (kept?.version !== VERSION) return null;
      return { form: { ...BLANK, ...kept.form }, origin: kept.origin, attempt: kept.attempt };
    } catch {
      return null; // private mode, or somebody else's text under our name
    }
  }

  private write(): void {
    const text = JSON.stringify({ version: VERSION, ...this.draft });
    try {
      this.own().setItem(NAME, text); // an empty draft, too: else a reload would show another tab's
      if (this.draft === EMPTY) this.shared().removeItem(NAME);
      else this.shared().setItem(NAME, text);
    } catch {
      // Private mode or a full store: the draft then lives as long as the page.
    }
  }
}

export const drafts = new DraftStore(
  () => window.sessionStorage,
  () => window.localStorage,
);

export function useDraft(): Draft {
  return useSyncExternalStore(drafts.subscribe, drafts.get);
}
