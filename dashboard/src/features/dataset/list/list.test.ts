import { describe, expect, it } from "vitest";
import type { Sample } from "@/lib/api/samples";
import { Problem } from "@/lib/problem";
import { countOrder, hasHappened, order, otherNumber, willHappen } from "./bulk";
import { totalText } from "./list-toolbar";
import { moveOf } from "./moves";
import { decided, newsOf, rowOf, type Pages, type RowPage } from "./rows";
import { extended, NOTHING, toggled } from "./selection";

const row = (id: string) => rowOf({ sample_id: id, verdict: "accepted", content: { question: id }, findings: [], score: null, review: "pending" } as unknown as Sample);
const page = (ids: string[], total: number, isExact = true): RowPage => ({ rows: ids.map(row), total, isExact, next: null });

describe("rowOf", () => {
  it("says of a candidate without content why it was refused", () => {
    const refused = { sample_id: "rejection_1", verdict: "rejected", reason: "not_json", content: null, findings: [{ message: "The reply holds no JSON." }] };
    expect(rowOf(refused as unknown as Sample)).toMatchObject({ summary: "The reply holds no JSON.", review: "not_json", isRefused: true });
  });
});

describe("decided", () => {
  it("changes the rows that are meant, and leaves the other pages as they are", () => {
    const before: Pages = { pages: [page(["a", "b"], 3), page(["c"], 3)], pageParams: ["", "x"] };
    const after = decided(before, new Set(["b"]), "approved");
    expect(after.pages[0]?.rows.map((one) => one.review)).toEqual(["pending", "approved"]);
    expect(after.pages[0]?.rows[0]).toBe(before.pages[0]?.rows[0]);
    expect(after.pages[1]).toBe(before.pages[1]);
  });
});

describe("newsOf", () => {
  it("counts what came since", () => expect(newsOf(page(["b", "a"], 2), page(["d"], 4), undefined)).toBe(2));
  it("knows only that there is something once the total is no longer counted", () => expect(newsOf(page(["a"], 10_000, false), page(["b"], 10_000, false), undefined)).toBeNull());
  it("sees nothing new where the first one was only decided about", () => expect(newsOf(page(["b", "a"], 2), page(["a"], 1), undefined)).toBe(0));
  it("goes by the count where the order is by score", () => expect(newsOf(page(["a"], 1), page(["z"], 1), "-score")).toBe(0));
});

describe("selection", () => {
  const rows = ["a", "b", "c", "d"].map((id) => ({ id }));

  it("selects and unselects one", () => {
    expect([...toggled(toggled(NOTHING, "a"), "a").ids]).toEqual([]);
  });

  it("goes from the last one to here, in either direction", () => {
    expect([...extended(toggled(NOTHING, "b"), "d", rows).ids].sort()).toEqual(["b", "c", "d"]);
    expect([...extended(toggled(NOTHING, "c"), "a", rows).ids].sort()).toEqual(["a", "b", "c"]);
  });

  it("selects one alone when no range has begun", () => expect([...extended(NOTHING, "c", rows).ids]).toEqual(["c"]));
});

it.each([
  ["j", 3, 4],
  ["ArrowUp", 0, 0],
  ["PageDown", 3, 9],
  ["End", 0, 9],
  ["x", 3, null],
])("the key %s leads from row %s to %s of ten", (key, from, to) => expect(moveOf(key, from, 10, 20)).toBe(to));

it("says the total as far as it is known", () => {
  expect(totalText({ total: 10_000, isExact: false }, false)).toBe("at least 10,000 samples");
  expect(totalText({ total: 1, isExact: true }, true)).toBe("1 refused candidate");
});

describe("a decision about many", () => {
  const bulk = { action: "reject", target: { filters: { review: "pending", score_max: 0.3, sort: "score" } } } as const;

  it("is counted first, and done with the number that was seen", () => {
    const filter = { review: "pending", score_max: 0.3 };
    expect(countOrder(bulk)).toEqual({ filter, action: "reset", dry_run: true });
    expect(order(bulk, " wrong ", 7)).toEqual({ filter, action: "reject", reason: "wrong", dry_run: false, expected: 7 });
    expect(order({ action: "approve", target: { ids: ["a"] } }, "", 1)).toEqual({ ids: ["a"], action: "approve", dry_run: false, expected: 1 });
  });

  it("is told in words, before and after", () => {
    expect(willHappen(bulk, 7)).toContain("7 samples (review pending, score at most 0.3) will be rejected.");
    expect(hasHappened(bulk, 5, 7)).toBe("5 samples are rejected. 2 samples had this decision already. To take it back, reset the same filter.");
  });

  it("takes the number of now from the refusal", () => {
    expect(otherNumber(new Problem({ type: "/problems/not-as-expected", title: "t", detail: "d", matched: 9 }, 409))).toBe(9);
    expect(otherNumber(new Problem({ title: "t", detail: "d", matched: 9 }, 409))).toBeNull();
  });
});
