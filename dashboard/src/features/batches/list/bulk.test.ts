import { describe, expect, it } from "vitest";
import type { Batch } from "@/lib/api/batches";
import { Problem } from "@/lib/problem";
import { ableTo, bulkLabel, runForAll, summed } from "./bulk";

const batch = (batch_id: string, status: Batch["status"], more: Partial<Batch> = {}) =>
  ({ batch_id, name: batch_id, status, pausing: false, stopping: false, drive: "worker", current: false, position: null, samples_generated: 0, ...more }) as Batch;

const ALL = [
  batch("waits", "queued"),
  batch("runs", "running"),
  batch("rests", "paused"),
  batch("is whole", "completed"),
  batch("was ended", "stopped"),
  batch("broke", "failed"),
];
const able = (move: Parameters<typeof ableTo>[1], batches = ALL) => ableTo(batches, move).map((one) => one.batch_id);

describe("which batches can make a move", () => {
  it("follows their status", () => {
    expect(able("pause")).toEqual(["waits", "runs"]);
    expect(able("resume")).toEqual(["rests"]);
    expect(able("stop")).toEqual(["waits", "runs", "rests"]);
    expect(able("retry")).toEqual(["was ended", "broke"]);
    expect(able("delete")).toEqual(["is whole", "was ended", "broke"]);
  });

  it("keeps the order of those that are moved together", () => {
    const queue = [batch("third", "queued", { position: 3 }), batch("first", "queued", { position: 1 }), batch("second", "queued", { position: 2 }), ...ALL.slice(1)];
    expect(able("front", queue)).toEqual(["third", "second", "first"]); // each goes before those that went before it
    expect(able("back", queue)).toEqual(["first", "second", "third"]);
  });

  it("heeds wishes that are not fulfilled yet", () => {
    const wished = [batch("a", "running", { pausing: true }), batch("b", "running", { stopping: true })];
    expect(able("pause", wished)).toEqual([]);
    expect(able("resume", wished)).toEqual(["a"]);
    expect(able("stop", wished)).toEqual(["a"]);
  });

  it("is said on the button", () => {
    expect(bulkLabel("pause", 2, 6)).toBe("Pause 2 of 6");
    expect(bulkLabel("delete", 3, 3)).toBe("Delete 3");
  });
});

describe("running a move for many", () => {
  it("has at most four requests out, and reaches all", async () => {
    let out = 0;
    let most = 0;
    const told: number[] = [];
    const outcome = await runForAll(
      Array.from({ length: 12 }, (_, one) => one),
      async () => {
        most = Math.max(most, ++out);
        await Promise.resolve();
        out--;
      },
      (finished) => told.push(finished),
    );
    expect(most).toBe(4);
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(outcome.done).toHaveLength(12);
  });

  it("goes on after a refusal, and keeps the order", async () => {
    const outcome = await runForAll(
      ["a", "b", "c", "d", "e", "f"],
      (one) => (one === "b" || one === "f" ? Promise.reject(new Error(one)) : Promise.resolve()),
      () => {},
      2,
    );
    expect(outcome.done).toEqual(["a", "c", "d", "e"]);
    expect(outcome.refused.map(({ one }) => one)).toEqual(["b", "f"]);
  });

  it("is over at once for none", async () => {
    expect(await runForAll([], () => Promise.reject(new Error("never")), () => {})).toEqual({ done: [], refused: [] });
  });
});

describe("the sum of it", () => {
  const refusal = (detail: string) => new Problem({ title: "No", detail }, 409);

  it("is one sentence when all went well", () => {
    expect(summed("pause", { done: [ALL[0]!, ALL[1]!], refused: [] })).toEqual({ severity: "success", text: "Paused: 2 batches.", refusals: [] });
  });

  it("quotes each sentence once, with those whom it was said to", () => {
    const sum = summed("stop", {
      done: [ALL[0]!],
      refused: [
        { one: ALL[3]!, error: refusal("It has ended.") },
        { one: ALL[4]!, error: refusal("It has ended.") },
        { one: ALL[5]!, error: refusal("It is gone.") },
      ],
    });
    expect(sum.severity).toBe("warning");
    expect(sum.text).toBe("Stopped: 1 of 4 batches.");
    expect(sum.refusals).toEqual([
      { sentence: "It has ended.", names: ["is whole", "was ended"] },
      { sentence: "It is gone.", names: ["broke"] },
    ]);
  });

  it("is an error when nothing went well", () => {
    expect(summed("delete", { done: [], refused: [{ one: ALL[3]!, error: refusal("No.") }] }).severity).toBe("error");
  });
});
