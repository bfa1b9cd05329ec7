import { describe, expect, it } from "vitest";
import type { Estimate } from "@/lib/api/estimates";
import type { Template } from "@/lib/api/templates";
import { basisWords, callsToMeasure, intervalOf, limitWords, queueWords } from "./estimate-words";
import { isAdvanced, isShown, placeOf, sayingAt, standing } from "./faults";
import { BLANK, newRow } from "./form";
import { tryOf } from "./idempotency";
import { previewWanted, renderWanted } from "./preview-wanted";
import { choicesOf, findTemplate, firstChoice, isOpen, leftOut, referenceOf, startable, suggestionsOf } from "./templates";

describe("faults", () => {
  it("finds the place that answers for a pointer", () => {
    expect(placeOf("/items/1/target_count")).toBe("/items/1/target_count");
    expect(placeOf("/items/1/parameters/turns")).toBe("/items/1");
    expect(placeOf("/matrix/topics/1")).toBe("/matrix/topics");
    expect(placeOf("/parameters/turns/0")).toBe("/parameters/turns");
    expect(placeOf("/enrich/template")).toBe("/enrich");
    expect(isAdvanced("/enrich/template")).toBe(true);
  });

  it("shows a fault only where its field is on the page", () => {
    const items = { ...BLANK, mode: "items" as const, items: [newRow([])] };
    expect(isShown("/items/0/topic", items, [], false)).toBe(true);
    expect(isShown("/items/1/topic", items, [], false)).toBe(false);
    expect(isShown("/target_count", items, [], false)).toBe(false);
    expect(isShown("/target_count", BLANK, [], false)).toBe(true);
    expect(isShown("/parameters/turns", BLANK, ["turns"], false)).toBe(true);
    expect(isShown("/parameters/zip", BLANK, ["turns"], false)).toBe(false);
    expect(isShown("/source_id", BLANK, [], false)).toBe(false);
    expect(isShown("/taxonomy/0/name", BLANK, [], false)).toBe(false);
  });

  it("joins faults of one place, and drops those that were changed", () => {
    const faults = [
      { pointer: "/matrix/topics/0", detail: "too long" },
      { pointer: "/matrix/topics/1", detail: "empty" },
      { pointer: "/target_count", detail: "needed" },
    ];
    expect(sayingAt(faults, "/matrix/topics")).toBe("too long; empty");
    expect(sayingAt(faults, "/topic")).toBeNull();
    expect(standing(faults, ["count"])).toHaveLength(2);
    expect(standing(faults, ["matrix"])).toEqual([faults[2]]);
    expect(standing(faults, ["template"])).toEqual([]);
  });
});

describe("idempotency", () => {
  it("keeps the key of the same order and changes it with the order", () => {
    const first = tryOf({ target_count: 1 }, null);
    expect(tryOf({ target_count: 1 }, first)).toBe(first);
    expect(tryOf({ target_count: 2 }, first).key).not.toBe(first.key);
  });
});

describe("templates", () => {
  const all = [
    { template_id: "zebra", name: "Zebra", built_in: false, kind: "qa" },
    { template_id: "translate", name: "Translate", built_in: true, kind: "enrichment" },
    { template_id: "legal-q-a", name: "Legal Q&A", built_in: true, kind: "qa" },
    { template_id: "apple", name: "Apple", built_in: false, kind: "qa" },
    { template_id: "classification", name: "Classification", built_in: true, kind: "classification" },
  ] as Template[];

  it("offers the built-in ones first, and none that only enriches", () => {
    expect(startable(all).map((one) => one.template_id)).toEqual(["classification", "legal-q-a", "apple", "zebra"]);
    expect(firstChoice(all)).toBe("legal-q-a");
    expect(firstChoice(all.slice(0, 1))).toBe("zebra");
  });

  it("finds one by id, name and version", () => {
    expect(findTemplate(all, "legal q&a@2")?.template_id).toBe("legal-q-a");
    expect(findTemplate(all, "nope")).toBeNull();
    expect(referenceOf("a@b@12")).toEqual({ name: "a@b", version: 12 });
  });

  it("names topics as the service does", () => {
    expect(suggestionsOf([{ name: "Pets", topics: [{ name: "Cats" }] }])).toEqual(["Pets", "Pets - Cats"]);
    expect(suggestionsOf("uk_law")).toContain("Tort Law");
    expect(suggestionsOf(null)).toEqual([]);
  });

  it("knows what a parameter takes", () => {
    expect(choicesOf({ minimum: 2, maximum: 4 })).toEqual([2, 3, 4]);
    expect(choicesOf({ minimum: 0, maximum: 1_000_000 })).toEqual([]);
    expect(isOpen({ values: ["a"] })).toBe(false);
    expect(isOpen({ values: ["a"], open: true })).toBe(true);
    expect(isOpen({})).toBe(true);
    expect(leftOut({})).toBe("Needed.");
    expect(leftOut({ default: "German", values: ["German", "Welsh"] })).toBe("Left out: German.");
  });
});

describe("estimate in words", () => {
  const part = (basis: "history" | "template", template: string, purpose = "generation") => ({ basis, template, purpose, calls_known: 7 }) as Estimate["parts"][number];

  it("names the binding limit", () => {
    const limits = [{ provider: "groq", model: "m", limit: "tokens_per_minute", amount: 5500 }] as Estimate["limits"];
    expect(limitWords({ binding_limit: "tokens_per_minute", binding_on: "groq/m", limits })).toBe("5,500 tokens a minute of groq/m hold it up most.");
    const calls = [{ provider: "groq", model: "m", limit: "concurrency", amount: 1 }] as Estimate["limits"];
    expect(limitWords({ binding_limit: "concurrency", binding_on: "groq/m", limits: calls })).toContain("1 call at a time");
  });

  it("counts the calls that a measure would make", () => {
    const parts = [part("template", "a"), part("template", "a"), part("template", "b", "enrichment")];
    expect(callsToMeasure({ basis: "template", parts })).toBe(2);
    expect(callsToMeasure({ basis: "template", parts: ["a", "b", "c", "d"].map((name) => part("template", name)) })).toBe(6);
    expect(callsToMeasure({ basis: "history", parts: [part("history", "a")] })).toBe(0);
    expect(basisWords({ basis: "history", parts: [part("history", "a")] })).toContain("7 calls");
  });

  it("tells the place in the queue, also where nobody knows how much is before it", () => {
    expect(queueWords({ position: 1, samples_ahead: 0, estimated_start_at: null })).toBe("It starts at once.");
    expect(queueWords({ position: 3, samples_ahead: 40, estimated_start_at: null })).toBe("Place 3 in the queue, behind 40 samples.");
    expect(queueWords({ position: 900, samples_ahead: null as unknown as number, estimated_start_at: null })).toBe("Place 900 in the queue.");
    expect(queueWords(null)).toBeNull();
  });

  it("leaves out an interval that says nothing", () => {
    expect(intervalOf({ low: 1, expected: 1, high: 1 }, String)).toBeNull();
    expect(intervalOf({ low: 1, expected: 2, high: 3 }, String)).toBe("1 to 3");
  });
});

describe("what is rendered and tried", () => {
  it("is the first part, with what the part says itself", () => {
    const own = { template: "riddle@2", parameters: { reasoning_instruction: "own", temperature: 0, style: "a poem" } };
    const form = { ...BLANK, template: "legal-q-a", topic: "T", parameters: { style: ["x"], size: [1] }, mode: "items" as const, items: [newRow([], { difficulty: "basic", own })] };
    expect(previewWanted(form, 2)).toEqual({
      template: "riddle@2",
      wanted: { count: 2, topic: "T", difficulty: "basic", reasoning_instruction: "own", temperature: 0, parameters: { style: "a poem", size: 1 } },
    });
  });

  it("is the first cell of a matrix, with a chunk of the source", () => {
    const form = { ...BLANK, template: "g", mode: "matrix" as const, matrix: { topics: ["A", "B"], difficulties: ["advanced" as const], perCell: "1" } };
    const chunk = { number: 0, heading: null, text: "words", fields: { city: "Rome" } };
    expect(renderWanted(form, chunk)).toEqual({ template: "g", wanted: { topic: "A", difficulty: "advanced", source: "words", row: { city: "Rome" } } });
  });
});
