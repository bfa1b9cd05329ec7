import { expect, it } from "vitest";
import { anItem } from "@/components/batch-actions/batch.fixture";
import { askedBy, chosenItems, statusesOf } from "./items";

const items = [
  anItem({ item: 1, topic: "Tort", accepted_count: 1, target_count: 10 }),
  anItem({ item: 2, topic: "Contract", accepted_count: 5, target_count: 10, status: "failed", end_reason: "refusal: 6" }),
  anItem({ item: 3, topic: "Trusts", accepted_count: 5, target_count: 10 }),
];
const view = { status: "", text: "", sort: "item" as const, descending: false };
const numbers = (over: object) => chosenItems(items, { ...view, ...over }).map((item) => item.item);

it("filters by status and by words of the item and of its end", () => {
  expect(numbers({ status: "failed" })).toEqual([2]);
  expect(numbers({ text: "REFUSAL" })).toEqual([2]);
  expect(numbers({ text: "t" })).toEqual([1, 2, 3]);
  expect(statusesOf(items)).toEqual([{ status: "running", count: 2 }, { status: "failed", count: 1 }]);
});

it("sorts by progress, equals by their number", () => {
  expect(numbers({ sort: "progress", descending: true })).toEqual([2, 3, 1]);
  expect(numbers({ sort: "progress" })).toEqual([1, 2, 3]);
});

it("does not say twice what the name or the batch says", () => {
  const item = anItem({ name: "Tort / basic", topic: "Tort", difficulty: "basic", parameters: { max_turns: 4 } });
  expect(askedBy(item, "Legal Q&A")).toBe("max turns: 4");
  expect(askedBy(item, "Other")).toBe("Legal Q&A@2 · max turns: 4");
});
