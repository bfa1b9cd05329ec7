import { describe, expect, it } from "vitest";
import type { QueueEntry, QueuePage } from "@/lib/api/queue";
import { withMove } from "./queue-order";

function entry(batch_id: string, position: number): QueueEntry {
  return { batch_id, position, estimated_start_at: "2026-11-22T10:00:00+00:00" } as QueueEntry;
}

const page = { success: true, queue: [entry("runs", 0), entry("a", 1), entry("b", 2), entry("c", 3)], count: 4, total: 4, max_running: 1 } as QueuePage;
const order = (moved: QueuePage) => moved.queue.map((one) => `${one.position}${one.batch_id}`);

describe("withMove", () => {
  it.each([
    ["c", 1, ["0runs", "1c", "2a", "3b"]],
    ["a", 2, ["0runs", "1b", "2a", "3c"]],
    ["a", 99, ["0runs", "1b", "2c", "3a"]],
    ["b", 2, ["0runs", "1a", "2b", "3c"]],
    ["runs", 2, ["0runs", "1a", "2b", "3c"]],
    ["gone", 1, ["0runs", "1a", "2b", "3c"]],
  ])("puts %s to place %i", (batchId, position, expected) => expect(order(withMove(page, batchId, position))).toEqual(expected));

  it("forgets the times of those that changed places, and of no others", () => {
    const times = withMove(page, "c", 2).queue.map((one) => one.estimated_start_at !== null);
    expect(times).toEqual([true, true, false, false]);
  });
});
