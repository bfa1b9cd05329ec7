import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connection } from "./connection";
import { listen, NewsDesk, type News } from "./event-stream";
import { keys } from "./keys";
import { Problem, Unreachable } from "./problem";

class FakeSource {
  static all: FakeSource[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: MessageEvent<string>) => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 0;
  closed = false;

  constructor() {
    FakeSource.all.push(this);
  }

  close() {
    this.closed = true;
  }

  say(news: News) {
    this.onmessage?.(new MessageEvent("message", { data: JSON.stringify(news) }));
  }
}

const progress = { type: "progress", batch_id: "batch_1", status: "running", samples_generated: 5, target_count: 12 };
let client: QueryClient;
let invalidated: string[];

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.all = [];
  client = new QueryClient();
  invalidated = [];
  client.invalidateQueries = (filters) => {
    invalidated.push(String(filters?.queryKey?.[0]));
    return Promise.resolve();
  };
});

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const stop = listen(client, () => new FakeSource() as unknown as EventSource);
  return { stop, source: FakeSource.all[0]! };
}

describe("the stream", () => {
  it("asks again for what failed while nobody answered, and for nothing that was refused", async () => {
    const failing = (name: string, error: Error) => {
      const queryFn = vi.fn(() => Promise.reject(error));
      return { queryFn, stop: new QueryObserver(client, { queryKey: [name], queryFn, retry: false }).subscribe(() => {}) };
    };
    const unreachable = failing("estimate", new Unreachable());
    const refused = failing("render", new Problem({}, 422));
    await vi.advanceTimersByTimeAsync(0);
    const { source, stop } = open();
    source.onopen?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(unreachable.queryFn).toHaveBeenCalledTimes(2);
    expect(refused.queryFn).toHaveBeenCalledTimes(1);
    for (const end of [unreachable.stop, refused.stop, stop]) end();
  });

  it("writes progress under the batch's own key and asks for nothing", () => {
    const { source, stop } = open();
    source.say(progress);
    vi.advanceTimersByTime(5000);
    expect(client.getQueryData(keys.live("batch_1"))).toMatchObject({ samples_generated: 5 });
    expect(invalidated).toEqual([]);
    stop();
  });

  it("makes lists stale once for a burst of news", () => {
    const { source, stop } = open();
    for (let n = 0; n < 20; n++) source.say({ type: "batch.queued", batch_id: `batch_${n}` });
    vi.advanceTimersByTime(5000);
    expect(invalidated.sort()).toEqual(["analytics", "batches", "queue"]);
    stop();
  });

  it("asks for everything anew after a snapshot, because it may have missed news", () => {
    const { source, stop } = open();
    source.say({ type: "snapshot", status: { running: false }, batches: [{ batch_id: "batch_1", status: "running", samples_generated: 3 }] });
    vi.advanceTimersByTime(5000);
    expect(invalidated).toContain("exports");
    expect(client.getQueryData(keys.live("batch_1"))).toMatchObject({ samples_generated: 3 });
    stop();
  });

  it("says that it is cut, and live again when news come", () => {
    const { source, stop } = open();
    source.onopen?.();
    expect(connection.get()).toBe("live");
    source.onerror?.();
    expect(connection.get()).toBe("cut");
    source.say(progress);
    expect(connection.get()).toBe("live");
    stop();
  });

  it("begins a new stream when the browser has given up", () => {
    const { source, stop } = open();
    source.readyState = 2;
    source.onerror?.();
    vi.advanceTimersByTime(5000);
    expect(FakeSource.all).toHaveLength(2);
    stop();
    expect(FakeSource.all[1]!.closed).toBe(true);
  });

  it("waits longer for the next one when it is refused again", () => {
    const { stop } = open();
    for (let n = 0; n < 30; n++) {
      const last = FakeSource.all.at(-1)!;
      if (!last.closed) {
        last.readyState = 2;
        last.onerror?.();
      }
      vi.advanceTimersByTime(1000);
    }
    expect(FakeSource.all).toHaveLength(4); // after 3, 6 and 12 s
    stop();
  });

  it("is let go while nobody sees the page, and taken up when somebody does", () => {
    const { source, stop } = open();
    source.onopen?.();
    show(false);
    vi.advanceTimersByTime(5000);
    expect(source.closed).toBe(false);
    vi.advanceTimersByTime(6000);
    expect(source.closed).toBe(true);
    show(true);
    expect(FakeSource.all).toHaveLength(2);
    stop();
  });

  it("opens none again after it was stopped", () => {
    const { source, stop } = open();
    source.readyState = 2;
    source.onerror?.();
    stop();
    vi.advanceTimersByTime(5000);
    expect(FakeSource.all).toHaveLength(1);
  });
});

function show(isSeen: boolean) {
  vi.spyOn(document, "hidden", "get").mockReturnValue(!isSeen);
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("news", () => {
  it("do not call off an answer that is on its way, but ask again after it", async () => {
    let arrive: (rows: string[]) => void = () => {};
    void client.fetchQuery({ queryKey: keys.queue, queryFn: () => new Promise<string[]>((resolve) => (arrive = resolve)) });
    const desk = new NewsDesk(client);
    for (let n = 0; n < 4; n++) {
      desk.take({ type: "batch.queued" });
      vi.advanceTimersByTime(700);
    }
    expect(invalidated).not.toContain("queue");
    arrive([]);
    await vi.advanceTimersByTimeAsync(700);
    expect(invalidated.filter((name) => name === "queue")).toEqual(["queue"]);
    desk.close();
  });

  it.each([
    ["sample.reviewed", ["samples"]],
    ["samples.reviewed", ["samples"]],
    ["checkpoint.saved", ["batches", "samples"]],
    ["export.completed", ["exports"]],
    ["template.previewed", ["templates"]],
    ["quota.waiting", []],
  ])("%s makes %j stale", (type, names) => {
    new NewsDesk(client).take({ type });
    vi.advanceTimersByTime(5000);
    expect(invalidated.sort()).toEqual(names);
  });
});
