/**
 * The only EventSource of the page: it writes news into the query cache, and says whether it is connected. The browser
 * comes back by itself with Last-Event-ID; when it gives up, a new stream begins with a snapshot.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { Schemas } from "./api/client";
import { connection } from "./connection";
import { keys } from "./keys";
import { withArrival, type Arrival } from "./live";
import { isPassing } from "./problem";
import { followSight } from "./sight";

const STREAM = "/api/generate/batch/stream";
const AGAIN_MS = 3000;
const AGAIN_AT_MOST_MS = 15_000;
const STALE_MS = 600; // news come in bursts: the lists are asked once for each
const ANSWERED_WITHIN_MS = 5000;

export interface News {
  type: string;
  batch_id?: string | null;
  [field: string]: unknown;
}

interface Snapshot extends News {
  batches: Schemas["BatchView"][];
}

/** Listen until the returned function is called. A page that nobody sees lets its stream go after a while. */
export function listen(client: QueryClient, open: (url: string) => EventSource = (url) => new EventSource(url)): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let wait = AGAIN_MS;
  const desk = new NewsDesk(client);

  function connect(): void {
    const opened = open(STREAM);
    source = opened;
    opened.onopen = () => {
      wait = AGAIN_MS;
      connection.set("live");
      void askAgain(client);
    };
    opened.onmessage = (message: MessageEvent<string>) => {
      connection.set("live");
      desk.take(JSON.parse(message.data) as News);
    };
    opened.onerror = () => {
      connection.set("cut");
      if (opened.readyState !== 2) return; // the browser tries again by itself
      opened.close();
      clearTimeout(again);
      again = setTimeout(connect, wait);
      wait = Math.min(2 * wait, AGAIN_AT_MOST_MS); // it was refused: there may be too many streams already
    };
  }

  function rest(): void {
    clearTimeout(again);
    source?.close();
    source = undefined;
    connection.set("connecting");
  }

  const unsee = followSight(() => source ?? connect(), rest);
  return () => {
    unsee();
    clearTimeout(again);
    desk.close();
    source?.close();
  };
}

/** What failed for want of an answer is asked again, whatever it is: nobody should have to press "Try again". */
function askAgain(client: QueryClient): Promise<void> {
  return client.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" && isPassing(state.error) });
}

/** Sorts news into the cache. */
export class NewsDesk {
  /** What is stale, and since when. */
  private readonly stale = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly client: QueryClient) {}

  take(news: News): void {
    if (news.type === "snapshot") this.takeSnapshot(news as Snapshot);
    else if (news.type === "progress") this.takeProgress(news);
    else if (news.type === "export.progress") this.client.setQueryData(keys.exportLive(String(news.export_id)), news);
    else this.mark(news.type);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private takeSnapshot(news: Snapshot): void {
    for (const batch of news.batches) {
      if (batch.batch_id && batch.status === "running") this.client.setQueryData(keys.live(batch.batch_id), batch);
    }
    // Whatever happened while nobody listened is not known: everything is asked anew.
    for (const [name] of STALE_BY) this.add(name);
    this.add("health");
    this.flushSoon();
  }

  private takeProgress(news: News): void {
    const batchId = String(news.batch_id);
    this.client.setQueryData(keys.live(batchId), news);
    const sample = news.current_sample as Arrival | null | undefined;
    if (sample) this.client.setQueryData<readonly Arrival[]>(keys.arrivals(batchId), (all) => withArrival(all, sample));
  }

  private mark(type: string): void {
    for (const [name, prefixes] of STALE_BY) {
      if (prefixes.some((prefix) => type.startsWith(prefix))) this.add(name);
    }
    this.flushSoon();
  }

  private add(name: string): void {
    if (!this.stale.has(name)) this.stale.set(name, Date.now());
  }

  private flushSoon(): void {
    if (this.stale.size) this.timer ??= setTimeout(() => this.flush(), STALE_MS);
  }

  private flush(): void {
    this.timer = undefined;
    for (const [name, since] of this.stale) {
      const queryKey = [name];
      // What is on its way is let through: called off by each burst of news, a slow answer would never arrive.
      if (this.client.isFetching({ queryKey }) > 0 && Date.now() - since < ANSWERED_WITHIN_MS) continue;
      this.stale.delete(name);
      void this.client.invalidateQueries({ queryKey });
    }
    this.flushSoon();
  }
}

/** What becomes stale by which news. */
const STALE_BY: readonly (readonly [string, readonly string[]])[] = [
  ["batches", ["batch.", "item.", "checkpoint.", "price."]],
  ["queue", ["batch."]],
  ["analytics", ["batch."]], // its last figures come with its end
  ["samples", ["sample", "checkpoint.", "batch.completed", "batch.deleted", "batch.stopped"]],
  ["exports", ["export."]],
  ["templates", ["template."]],
];
