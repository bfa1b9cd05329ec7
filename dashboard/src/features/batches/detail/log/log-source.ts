/** Reads the log of a batch and goes on with it as it grows. At most one answer is open; closing the source closes it. */
import { takeRaw } from "@/lib/api/client";
import { Problem, Unreachable } from "@/lib/problem";
import { LogBuffer, MOST_LINES } from "./log-buffer";

export type LogState =
  | { kind: "opening" | "following" | "held" | "ended" }
  /** It is tried again by itself. */
  | { kind: "cut"; error: Problem | Unreachable };

export interface LogSnapshot {
  lines: readonly string[];
  dropped: number;
  state: LogState;
}

const SHOWN_EVERY_MS = 200; // lines come in bursts: they are shown together
const AGAIN_MS = 3000;

export function logAddress(batchId: string, query: { tail: number; follow?: boolean }): string {
  return `/api/batches/${encodeURIComponent(batchId)}/log?tail=${query.tail}${query.follow ? "&follow=true" : ""}`;
}

export class LogSource {
  private buffer = new LogBuffer();
  private snapshot: LogSnapshot = { lines: [], dropped: 0, state: { kind: "opening" } };
  private readonly listeners = new Set<() => void>();
  private abort: AbortController | null = null;
  private showing: ReturnType<typeof setTimeout> | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private isResting = false;

  constructor(private readonly batchId: string) {}

  get = (): LogSnapshot => this.snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Begin anew with the last lines; what came while nobody listened is among them. */
  open(follow: boolean): void {
    this.close();
    this.isResting = false;
    const abort = new AbortController();
    this.abort = abort;
    void this.read(follow, abort.signal).catch((error: unknown) => {
      if (abort.signal.aborted) return;
      this.show({ kind: "cut", error: error instanceof Problem ? error : new Unreachable() });
      const wait = error instanceof Problem && error.retryAfterS !== null ? error.retryAfterS * 1000 : AGAIN_MS;
      if (!(error instanceof Problem && error.status === 404)) this.again = setTimeout(() => this.open(follow), wait);
    });
  }

  /** Stop following; the lines stay. */
  hold(): void {
    this.close();
    this.show({ kind: "held" });
  }

  /** Let go of what is followed while nobody looks; `wake` goes on with it. */
  rest = (): void => {
    if (this.snapshot.state.kind === "held" || this.snapshot.state.kind === "ended") return;
    this.close();
    this.isResting = true;
  };

  wake = (): void => {
    if (this.isResting) this.open(true);
  };

  close(): void {
    this.abort?.abort();
    clearTimeout(this.again);
    clearTimeout(this.showing);
    this.showing = undefined;
  }

  private async read(follow: boolean, signal: AbortSignal): Promise<void> {
    const answer = await takeRaw(logAddress(this.batchId, { tail: MOST_LINES, follow }), { signal });
    this.buffer = new LogBuffer();
    if (follow) this.showSoon();
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      if (this.buffer.add(piece.value)) this.showSoon();
    }
    if (signal.aborted) return;
    this.buffer.end();
    clearTimeout(this.showing);
    this.showing = undefined;
    this.show({ kind: "ended" });
  }

  private showSoon(): void {
    this.showing ??= setTimeout(() => {
      this.showing = undefined;
      this.show({ kind: "following" });
    }, SHOWN_EVERY_MS);
  }

  private show(state: LogState): void {
    this.snapshot = { lines: this.buffer.all, dropped: this.buffer.dropped, state };
    for (const listener of this.listeners) listener();
  }
}
