/**
 * Sends the outbox, one decision after the other. While the service is gone it waits and tries again; a decision that is
 * stale is held for the person; one that is refused is dropped, and told.
 */
import { decide, getSample, type Sample, type SampleShown } from "@/lib/api/samples";
import { connection } from "@/lib/connection";
import { isPassing, Problem } from "@/lib/problem";
import { decidedOf, decisionFor, sameDecided } from "./decisions";
import { nextOf, rebased, settled, tried, without, waitingFor, type Entry } from "./outbox";
import type { OutboxStore } from "./outbox-store";

const AGAIN_MS = 2000;
const PASSING = [401, 429]; // signed out, or too many at once: it will do later

/** A decision about a sample that somebody has changed meanwhile. */
export interface Conflict {
  entry: Entry;
  theirs: SampleShown;
}

export interface SenderNews {
  settled: (sample: Sample) => void;
  refused: (error: unknown, dropped: Entry[]) => void;
  conflicts: (all: Conflict[]) => void;
}

export class Sender {
  private readonly held = new Map<string, Conflict>();
  private isBusy = false;
  private isClosed = false;
  private readonly unsubscribe: () => void;
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly outbox: OutboxStore,
    private readonly news: SenderNews,
  ) {
    this.unsubscribe = connection.subscribe(() => connection.get() === "live" && void this.run());
  }

  /** Send what can be sent; a second call while one is at work does nothing. */
  run = async (): Promise<void> => {
    if (this.isBusy || this.isClosed) return;
    this.isBusy = true;
    clearTimeout(this.again);
    try {
      for (let entry = this.next(); entry; entry = this.next()) {
        if (!this.outbox.holds(entry.id)) continue;
        if (!(await this.send(entry))) break;
      }
    } finally {
      this.isBusy = false;
    }
  };

  close(): void {
    this.isClosed = true;
    clearTimeout(this.again);
    this.unsubscribe();
  }

  /** The person looked at theirs, and decides so all the same. */
  insist({ entry, theirs }: Conflict): void {
    this.outbox.change((all) => rebased(all, entry.id, theirs.revision ?? 1, theirs.version ?? 1));
    this.release(entry.sampleId);
  }

  /** The person lets theirs stand. */
  yieldTo({ entry, theirs }: Conflict): Entry[] {
    const dropped = waitingFor(this.outbox.get(), entry.sampleId);
    this.outbox.change((all) => without(all, entry.sampleId));
    this.news.settled(theirs);
    this.release(entry.sampleId);
    return dropped;
  }

  private release(sampleId: string): void {
    this.held.delete(sampleId);
    this.news.conflicts([...this.held.values()]);
    void this.run();
  }

  private next(): Entry | undefined {
    if (this.isClosed) return undefined;
    return nextOf(this.outbox.get(), this.held);
  }

  /** False: no use to go on now. */
  private async send(entry: Entry): Promise<boolean> {
    this.outbox.change((all) => tried(all, entry.id));
    try {
      this.settle(entry, await decide(entry.sampleId, decisionFor(entry.after), entry.revision ?? undefined));
      return true;
    } catch (error) {
      return this.fail(entry, error);
    }
  }

  private async fail(entry: Entry, error: unknown): Promise<boolean> {
    if (isPassing(error) || (error instanceof Problem && PASSING.includes(error.status))) {
      this.again = setTimeout(() => void this.run(), AGAIN_MS);
      return false;
    }
    if (error instanceof Problem && error.isOf("stale-version")) return this.lookAgain(entry);
    const dropped = waitingFor(this.outbox.get(), entry.sampleId);
    this.outbox.change((all) => without(all, entry.sampleId));
    this.news.refused(error, dropped);
    return true;
  }

  /** Somebody was quicker: perhaps we ourselves, in a call whose answer was lost. */
  private async lookAgain(entry: Entry): Promise<boolean> {
    try {
      const theirs = await getSample(entry.sampleId);
      if (theirs.version === entry.version && sameDecided(decidedOf(theirs), entry.after)) this.settle(entry, theirs);
      else {
        this.held.set(entry.sampleId, { entry, theirs });
        this.news.conflicts([...this.held.values()]);
      }
      return true;
    } catch (error) {
      return this.fail(entry, error);
    }
  }

  private settle(entry: Entry, sample: SampleShown): void {
    this.outbox.change((all) => settled(all, entry.id, sample.revision ?? 1));
    this.news.settled(sample);
  }
}
