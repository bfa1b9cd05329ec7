/**
 * The reviewer's desk: session, outbox and sender together. It outlives the page, so that decisions are sent while another
 * page is open, and a way back finds the undo stack as it was.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { Sample } from "@/lib/api/samples";
import { decidedOf, type Decided } from "./decisions";
import { added, isFull, waitingFor, withdrawn, type Entry } from "./outbox";
import { OutboxStore } from "./outbox-store";
import { Sender, type Conflict } from "./sender";
import { afterDecision, afterEdit, afterNews, afterRefusal, afterUndo, NEW_SESSION, type Session } from "./session";

export interface DeskState {
  session: Session;
  conflicts: readonly Conflict[];
}

type Refused = (error: unknown, sampleId: string) => void;

export class Desk {
  readonly outbox = new OutboxStore();
  private onRefused: Refused | null = null;
  private otherwise: Refused = () => {};
  private readonly sender: Sender;
  private state: DeskState = { session: NEW_SESSION, conflicts: [] };
  private readonly listeners = new Set<() => void>();
  private nextId = 1;

  constructor() {
    this.sender = new Sender(this.outbox, {
      settled: (sample) => this.learn(sample),
      refused: (error, dropped) => this.refuse(error, dropped),
      conflicts: (conflicts) => this.put({ conflicts }),
    });
  }

  get = (): DeskState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Who is told when a decision is refused; the last one that asked for it is told even after its page was closed. */
  tellOfRefusals(listener: Refused): void {
    this.onRefused = listener;
  }

  /** Begin to send what an earlier page has left; `onRefused` is told for as long as nobody else has asked for it. */
  open(onRefused?: (error: unknown) => void): void {
    if (onRefused) this.otherwise = onRefused;
    void this.sender.run();
  }

  /** Send nothing more. */
  close(): void {
    this.sender.close();
  }

  /** False if so many decisions wait already that no more are taken. */
  decide(sample: Sample, after: Decided): boolean {
    if (isFull(this.outbox.get())) return false;
    const id = this.enqueue(sample, decidedOf(sample), after);
    this.put({ session: afterDecision(this.state.session, sample, after, id) });
    return true;
  }

  /** Take the last decision back; returns the id of its sample, null if there is none. */
  undo(): string | null {
    const { session } = this.state;
    const step = session.steps.at(-1);
    const sample = step && session.known[step.sampleId];
    if (!step || !sample) return null;
    this.put({ session: afterUndo(session) });
    const rest = withdrawn(this.outbox.get(), step.sampleId);
    if (rest) this.outbox.change((all) => withdrawn(all, step.sampleId) ?? [...all]);
    else this.enqueue(sample, step.after, step.before);
    return step.sampleId;
  }

  edited(sample: Sample): void {
    this.put({ session: afterEdit(this.state.session, sample) });
  }

  /** A newer state of a sample was seen elsewhere. */
  learn(sample: Sample): void {
    this.put({ session: afterNews(this.state.session, sample, this.waiting(sample.sample_id)) });
  }

  insist(conflict: Conflict): void {
    this.sender.insist(conflict);
  }

  yieldTo(conflict: Conflict): void {
    const dropped = this.sender.yieldTo(conflict);
    const { session } = this.state;
    const ids = new Set(dropped.map((one) => one.id));
    this.put({ session: { ...session, steps: session.steps.filter((step) => !ids.has(step.entryId)) } });
  }

  waiting(sampleId: string): Entry[] {
    return waitingFor(this.outbox.get(), sampleId);
  }

  private enqueue(sample: Sample, before: Decided, after: Decided): string {
    const id = `${Date.now().toString(36)}-${this.nextId++}-${Math.random().toString(36).slice(2, 8)}`;
    const entry = { id, sampleId: sample.sample_id, before, after, revision: sample.revision ?? 1, version: sample.version ?? 1 };
    this.outbox.change((all) => added(all, entry));
    void this.sender.run();
    return id;
  }

  private refuse(error: unknown, dropped: Entry[]): void {
    this.put({ session: afterRefusal(this.state.session, dropped) });
    const [first] = dropped;
    if (first) (this.onRefused ?? this.otherwise)(error, first.sampleId);
  }

  private put(part: Partial<DeskState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

const desks = new WeakMap<QueryClient, Desk>();

/** One desk for one cache: the app has one, each test its own. */
export function deskOf(client: QueryClient): Desk {
  const found = desks.get(client) ?? new Desk();
  desks.set(client, found);
  return found;
}
