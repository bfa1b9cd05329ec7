import { expect, it } from "vitest";
import { aBatch } from "./batch.fixture";
import { changeOf, faultsOf, formOf } from "./edit-form";

it("asks only for what differs, and takes away what was emptied", () => {
  const batch = aBatch({ name: "First", notes: "keep" });
  expect(changeOf(formOf(batch), batch)).toEqual({});
  expect(changeOf({ ...formOf(batch), name: " ", target: "200" }, batch)).toEqual({ name: null, target_count: 200 });
  expect(changeOf({ ...formOf(batch), notes: "", priority: "-5" }, batch)).toEqual({ notes: null, priority: -5 });
});

it("refuses a target below what is accepted, and numbers that are none", () => {
  const batch = aBatch({ samples_generated: 1200, target_count: 2000 });
  expect(faultsOf({ ...formOf(batch), target: "1199" }, batch).target).toContain("1,200");
  expect(faultsOf({ ...formOf(batch), target: "1200" }, batch)).toEqual({});
  expect(faultsOf({ ...formOf(batch), priority: "high" }, batch).priority).toBeDefined();
  expect(faultsOf({ ...formOf(batch), target: "1e4" }, batch).target).toBeDefined();
});

it("does not look at the target of a completed batch, which cannot be changed", () => {
  const batch = aBatch({ status: "completed", samples_generated: 100, target_count: 100 });
  expect(faultsOf({ ...formOf(batch), target: "" }, batch)).toEqual({});
});
