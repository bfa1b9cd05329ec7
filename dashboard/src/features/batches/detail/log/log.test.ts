import { afterEach, expect, it, vi } from "vitest";
import { lineTone, LogBuffer, matching } from "./log-buffer";
import { LogSource } from "./log-source";

afterEach(() => vi.unstubAllGlobals());

it("joins a line that came in pieces, and keeps signs of life out", () => {
  const buffer = new LogBuffer();
  expect(buffer.add("first\nsec")).toBe(true);
  expect(buffer.add("ond\n\n")).toBe(true);
  expect(buffer.add("\n")).toBe(false);
  expect(buffer.all).toEqual(["first", "second"]);
});

it("keeps the newest lines only, and counts those that went", () => {
  const buffer = new LogBuffer(2);
  buffer.add("1\n2\n3\n4\nlast");
  buffer.end();
  expect(buffer.all).toEqual(["4", "last"]);
  expect(buffer.dropped).toBe(3);
});

it("finds lines whatever their case, and sees what went wrong", () => {
  expect(matching(["Kept", "rejected"], " KEPT ")).toEqual(["Kept"]);
  expect(lineTone("2026  attempt 4  item 1 slot 0  rejected: refusal (No.)  3 tokens")).toBe("bad");
  expect(lineTone("2026  attempt 4  item 1 slot 0  kept  3 tokens")).toBe("plain");
  expect(lineTone("2026  batch.started  status=running")).toBe("event");
});

function streams() {
  const open: { signal: AbortSignal; push: (text: string) => void; end: () => void }[] = [];
  vi.stubGlobal("fetch", (_: string, { signal }: { signal: AbortSignal }) => {
    let control!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (one) => void (control = one) });
    signal.addEventListener("abort", () => control.error(new DOMException("gone", "AbortError")));
    open.push({ signal, push: (text) => control.enqueue(new TextEncoder().encode(text)), end: () => control.close() });
    return Promise.resolve(new Response(body));
  });
  return open;
}

it("follows until the batch has ended", async () => {
  const open = streams();
  const source = new LogSource("batch_1");
  source.open(true);
  open[0]!.push("one\ntwo\n");
  await vi.waitFor(() => expect(source.get()).toMatchObject({ lines: ["one", "two"], state: { kind: "following" } }));
  open[0]!.push("three\n");
  open[0]!.end();
  await vi.waitFor(() => expect(source.get()).toMatchObject({ lines: ["one", "two", "three"], state: { kind: "ended" } }));
});

it("has one answer open at most, and none once it is held or left", () => {
  const open = streams();
  const source = new LogSource("batch_1");
  source.open(true);
  source.open(true);
  expect(open.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  source.hold();
  expect(open[1]!.signal.aborted).toBe(true);
  expect(source.get().state.kind).toBe("held");
});

it("lets go while nobody looks, and goes on after that; what is held stays held", () => {
  const open = streams();
  const source = new LogSource("batch_1");
  source.open(true);
  source.wake();
  expect(open).toHaveLength(1);
  source.rest();
  expect(open[0]!.signal.aborted).toBe(true);
  source.wake();
  expect(open).toHaveLength(2);
  source.hold();
  source.rest();
  source.wake();
  expect(open).toHaveLength(2);
});

it("quotes why there is no log", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ title: "Too many streams", detail: "Close one." }, { status: 503, headers: { "Retry-After": "60" } })));
  const source = new LogSource("batch_1");
  source.open(true);
  await vi.waitFor(() => expect(source.get().state).toMatchObject({ kind: "cut", error: { title: "Too many streams" } }));
  source.close();
});
