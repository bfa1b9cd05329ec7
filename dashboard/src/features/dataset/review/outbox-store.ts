/** The outbox where it is kept: in the browser's storage, so that a reload loses nothing; in memory where there is none. */
import { OUTBOX_KEY, readOutbox, type Entry } from "./outbox";

export class OutboxStore {
  private entries: Entry[];
  private readonly listeners = new Set<() => void>();

  constructor() {
    this.entries = stored() ?? [];
    window.addEventListener("storage", this.hear);
  }

  get = (): readonly Entry[] => this.entries;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Change what is stored: another tab may have added its own meanwhile. */
  change(how: (entries: readonly Entry[]) => Entry[]): void {
    this.entries = how(stored() ?? this.entries);
    write(this.entries);
    this.tell();
  }

  /** Look again whether an entry is still wanted: another tab may have sent it. */
  holds(id: string): boolean {
    this.entries = stored() ?? this.entries;
    return this.entries.some((one) => one.id === id);
  }

  private readonly hear = (event: StorageEvent): void => {
    if (event.key !== OUTBOX_KEY) return;
    this.entries = readOutbox(event.newValue);
    this.tell();
  };

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

let works = true; // false once this browser keeps nothing: in private mode, or when its storage is full

/** Null where nothing is kept: then the list in memory counts. */
function stored(): Entry[] | null {
  if (!works) return null;
  try {
    return readOutbox(localStorage.getItem(OUTBOX_KEY));
  } catch {
    return null;
  }
}

function write(entries: readonly Entry[]): void {
  if (!works) return;
  try {
    if (entries.length) localStorage.setItem(OUTBOX_KEY, JSON.stringify(entries));
    else localStorage.removeItem(OUTBOX_KEY);
  } catch {
    works = false;
  }
}
