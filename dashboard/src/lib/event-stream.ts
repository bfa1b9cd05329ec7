/**
 * The only EventSource of the page: it writes news into the query cache, and says whether it is connected. The browser
 * comes back by itself with Last-Event-ID; when it gives up, a new stream begins with a snapshot.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { Schemas } from "./api/client";
import { connection } from "./connection";
import { keys } from "./keys";
import { withArrival, type Arrival } from "./live";

const STREAM = "/api/generate/batch/stream";
const AGAIN_MS = 3000;
const STALE_MS = 600; // news come in bursts: the lists are asked once for each

export interface News {
  type: string;
  batch_id?: string | null;
  [field: string]: unknown;
}

interface Snapshot extends News {
  status: Schemas["Status"];
  batches: Schemas["BatchView"][];
}

/** Listen until the returned function is called. */
export function listen(client: QueryClient, open: (url: string) => EventSource = (url) => new EventSource(url)): () => void {
  let source: EventSource;
  let again: ReturnType<typeof setTimeout> | undefined;
  const desk = new NewsDesk(client);

  function connect(): void {
    source = open(STREAM);
    source.onopen = () => connection.set("live");
    source.onmessage = (message: MessageEvent<string>) => {
      connection.set("live");
      desk.take(JSON.parse(message.data) as News);
    };
    source.onerror = () => {
      connection.set("cut");
      if (source.readyState !== 2) return; // the browser tries again by itself
      source.close();
      again = setTimeout(connect, AGAIN_MS);
    };
  }

  connect();
  return () => {
    clearTimeout(again);
    desk.close();
    source.close();
  };
}

/** Sorts news into the cache. */
export class NewsDesk {
  private readonly stale = new Set<string>();
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
    this.client.setQueryData(keys.status, news.status);
    for (const batch of news.batches) {
      if (batch.batch_id && batch.status === "running") this.client.setQueryData(keys.live(batch.batch_id), batch);
    }
    // Whatever happened while nobody listened is not known: everything is asked anew.
    for (const [name] of STALE_BY) this.stale.add(name);
    this.stale.add("health");
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
      if (prefixes.some((prefix) => type.startsWith(prefix))) this.stale.add(name);
    }
    this.flushSoon();
  }

  private flushSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      for (const name of this.stale) void this.client.invalidateQueries({ queryKey: [name] });
      this.stale.clear();
    }, STALE_MS);
  }
}

/** What becomes stale by which news. */
const STALE_BY: readonly (readonly [string, readonly string[]])[] = [
  ["batches", ["batch.", "item.", "checkpoint.", "price."]],
  ["queue", ["batch."]],
  ["status", ["batch."]],
  ["samples", ["sample", "checkpoint.", "batch.completed", "batch.deleted", "batch.stopped"]],
  ["exports", ["export."]],
  ["templates", ["template."]],
];
