import { expect, it } from "vitest";
import type { BatchEvent } from "@/lib/api/batches";
import { sentenceOf, timelineOf } from "./timeline";

let id = 0;
const event = (kind: string, data: BatchEvent["data"] = {}): BatchEvent => ({ id: ++id, at: `2026-11-22T10:${String(id % 60).padStart(2, "0")}:00+00:00`, kind, data });

it.each([
  ["batch.queued", { target_count: 5, items: 2 }, "Put into the queue: 5 samples in 2 items."],
  ["batch.started", { samples_generated: 0 }, "Began to run."],
  ["batch.started", { samples_generated: 3, target_count: 5 }, "Went on, with 3 of 5 samples."],
  ["batch.paused", { cause: "storage", reason: "The disk is nearly full." }, "Paused: The disk is nearly full."],
  ["batch.retried", { missing: 1 }, "Retried: 1 sample missing."],
  ["batch.edited", { fields: ["name", "target_count"] }, "Changed by a person: name, target count."],
  ["item.failed", { item: 2, reason: "6 attempts gave 0 of 2 samples." }, "Item 2 could not be filled: 6 attempts gave 0 of 2 samples."],
  ["quota.waiting", { waiting_s: 57.5, why: "tokens per minute" }, "Calls waited 58 s for the quota: tokens per minute."],
  ["checkpoint.saved", { rows: 30 }, "Checkpoint: 30 samples in the files."],
  ["batch.failed", { samples_generated: 3, target_count: 5, reason: "1 of 2 items could not be filled." }, "Failed, with 3 of 5 samples: 1 of 2 items could not be filled."],
  ["something.new", {}, "Something new."],
])("tells %s as a sentence", (kind, data, said) => {
  expect(sentenceOf({ kind, data })).toBe(said);
});

it("puts the newest first and tells checkpoints in a row as one", () => {
  const events = [event("batch.started"), event("checkpoint.saved", { rows: 10 }), event("checkpoint.saved", { rows: 20 }), event("batch.paused", { cause: "person" }), event("checkpoint.saved", { rows: 30 })];
  const told = timelineOf(events);
  expect(told.map((one) => one.kind)).toEqual(["checkpoint.saved", "batch.paused", "checkpoint.saved", "batch.started"]);
  expect(told[2]).toMatchObject({ text: "2 checkpoints, up to 20 samples in the files.", since: events[1]!.at, at: events[2]!.at });
  expect(told[0]!.since).toBeUndefined();
});
