import { describe, expect, it } from "vitest";
import type { Batch } from "@/lib/live";
import { steady } from "./steady-rows";

const row = (id: number, status: Batch["status"], more: Partial<Batch> = {}) => ({ id, batch_id: `batch_${id}`, status, samples_generated: 0, pausing: false, ...more }) as Batch;

describe("rows between fetches", () => {
  const before = [row(2, "queued"), row(1, "running", { samples_generated: 10, rate_per_minute: 4 })];

  it("are the same list while a running batch only counts on", () => {
    expect(steady(before, [before[0]!, row(1, "running", { samples_generated: 20, rate_per_minute: 5 })])).toBe(before);
  });

  it("are new where a person would see it", () => {
    const wished = steady(before, [before[0]!, row(1, "running", { pausing: true })]);
    expect(wished).not.toBe(before);
    expect(wished[0]).toBe(before[0]);
    expect(wished[1]?.pausing).toBe(true);
  });

  it("are new when a batch ends: then the row alone tells its numbers", () => {
    expect(steady(before, [before[0]!, row(1, "completed", { samples_generated: 20 })])[1]?.samples_generated).toBe(20);
  });

  it("follow another order and other members", () => {
    const turned = steady(before, [before[1]!, before[0]!]);
    expect(turned.map(({ id }) => id)).toEqual([1, 2]);
    expect(steady(before, [before[0]!]).map(({ id }) => id)).toEqual([2]);
    expect(steady([], before)).toEqual(before);
  });
});
