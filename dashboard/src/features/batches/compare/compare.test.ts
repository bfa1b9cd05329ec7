import { describe, expect, it } from "vitest";
import type { Analytics } from "@/lib/api/analytics";
import type { BatchWithItems } from "@/lib/api/batches";
import { compareAddress, placed, readIds } from "./address";
import { bestOf } from "./best";
import { errorMeasures, MEASURES, settingRows, type Compared } from "./rows";

describe("the address", () => {
  const read = (query: string) => readIds(new URLSearchParams(query));

  it("names each batch once, four at most", () => {
    expect(read("ids=a,b,,a, c")).toEqual(["a", "b", "c"]);
    expect(read("ids=a,b,c,d,e")).toEqual(["a", "b", "c", "d"]);
    expect(read("")).toEqual([]);
  });

  it("is written so that it is read back", () => {
    expect(compareAddress(["a_1", "b"])).toBe("/batches/compare?ids=a_1,b");
    expect(compareAddress([])).toBe("/batches/compare");
    expect(read(compareAddress(["a&b", "c"]).split("?")[1] ?? "")).toEqual(["a&b", "c"]);
  });
});

describe("placing a batch", () => {
  it("replaces, adds and takes out", () => {
    expect(placed(["a", "b"], 1, "c")).toEqual(["a", "c"]);
    expect(placed(["a", "b"], 2, "c")).toEqual(["a", "b", "c"]);
    expect(placed(["a", "b", "c"], 0, null)).toEqual(["b", "c"]);
  });

  it("never doubles one", () => {
    expect(placed(["a", "b", "c"], 0, "c")).toEqual(["c", "b"]);
    expect(placed(["a", "b"], 2, "a")).toEqual(["b", "a"]);
  });
});

describe("the best of a row", () => {
  it("is the highest or the lowest", () => {
    expect(bestOf([1, 3, 2], "high")).toEqual([false, true, false]);
    expect(bestOf([1, 3, 2], "low")).toEqual([true, false, false]);
  });

  it("is shared by equal ones", () => {
    expect(bestOf([3, 3, 2], "high")).toEqual([true, true, false]);
  });

  it("is nobody when there is nothing to win", () => {
    expect(bestOf([2, 2], "high")).toEqual([false, false]);
    expect(bestOf([2, null], "high")).toEqual([false, false]);
    expect(bestOf([1, 2], null)).toEqual([false, false]);
  });

  it("passes over what is not known", () => {
    expect(bestOf([null, 0, 4], "low")).toEqual([false, true, false]);
  });
});

function compared(id: string, batch: Partial<BatchWithItems>, figures: Partial<Analytics> = {}): Compared {
  return {
    id,
    batch: {
      batch_id: id, name: id, samples_generated: 8, target_count: 10, attempts: 20, rejected_count: 8, failed_count: 4, parameters: {}, items: [],
      priority: 0, cost: { total_usd: 1 }, template: "Legal Q&A", template_version: 1, topic_filter: null, ...batch,
    } as BatchWithItems,
    figures: { active_s: 100, waiting_s: 25, duplicates: 4, failures: [], scores: { mean: 0.5 }, latency_ms: null, ...figures } as unknown as Analytics,
  };
}

describe("the rows", () => {
  const cellOf = (name: string, one: Compared) => MEASURES.find((measure) => measure.name === name)?.cell(one);

  it("hold shares with the numbers behind them", () => {
    const one = compared("a", {});
    expect(cellOf("Yield of the target", one)).toEqual({ value: 0.8, text: "80 %", detail: "8 of 10" });
    expect(cellOf("Yield of the calls", one)).toMatchObject({ value: 0.4 });
    expect(cellOf("Acceptance", one)).toMatchObject({ value: 0.5, text: "50 %" });
    expect(cellOf("Duplicates", one)).toMatchObject({ value: 0.25, detail: "4 answers" });
    expect(cellOf("Waits", one)).toMatchObject({ value: 0.25, detail: "25 s" });
  });

  it("know nothing of a batch that made no call", () => {
    const one = compared("a", { samples_generated: 0, attempts: 0, rejected_count: 0 }, { active_s: 0 });
    for (const name of ["Yield of the calls", "Acceptance", "Duplicates", "Waits", "Latency, half of the calls"]) expect(cellOf(name, one)?.value).toBeNull();
    expect(cellOf("Yield of the target", one)?.value).toBe(0);
  });

  it("have a line for each kind of error of any batch", () => {
    const failures = (...all: [string, number][]) => all.map(([reason, count]) => ({ reason, count })) as Analytics["failures"];
    const a = compared("a", {}, { failures: failures(["too_short", 1], ["refusal", 3]) });
    const b = compared("b", {}, { failures: failures(["too_short", 7], ["refusal", 2], ["refusal", 1]) });
    const rows = errorMeasures([a, b]);
    expect(rows.map(({ name }) => name)).toEqual(["All kinds", "Too short", "Refusal"]);
    expect(rows.map(({ cell }) => cell(b).text)).toEqual(["10", "7", "3"]);
    expect(rows[0]?.cell(a)).toMatchObject({ value: 0.2, detail: "20 %" });
  });

  it("say which settings differ", () => {
    const rows = settingRows([compared("a", { model: "m-1", batch_date: "2026-01-01" }), compared("b", { model: "m-2" })]);
    expect(rows.find(({ name }) => name === "Model")).toEqual({ name: "Model", values: ["m-1", "m-2"], differs: true });
    expect(rows.find(({ name }) => name === "Template")?.differs).toBe(false);
    expect(rows.some(({ name }) => name === "Batch of the day")).toBe(false);
  });

  it("treat a setting that only one batch has as one that differs", () => {
    const rows = settingRows([compared("a", { reasoning_instruction: "Cite cases." }), compared("b", {})]);
    expect(rows.find(({ name }) => name === "Instruction")).toEqual({ name: "Instruction", values: ["Cite cases.", "–"], differs: true });
  });
});
