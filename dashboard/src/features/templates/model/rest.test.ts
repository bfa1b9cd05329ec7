import { describe, expect, it } from "vitest";
import { matching } from "../list/filter";
import { byVersion } from "../rejections/by-version";
import { firstValues, wantedOf } from "../render/sample-values";
import type { Template } from "@/lib/api/templates";
import { fromCheckRow, settingsOf, toCheckRow } from "./checks";

describe("settings of a check", () => {
  it("are those that the check has, and those that were set although it has them not", () => {
    expect(settingsOf(toCheckRow({ check: "citation", field: "a", threshold: 0.5 }))).toEqual(["field", "threshold"]);
  });

  it("come back as they were, without defaults", () => {
    expect(fromCheckRow(toCheckRow({ check: "words", action: "reject", field: "a", minimum: 0, when: "always" }))).toEqual({ check: "words", field: "a", minimum: 0 });
  });
});

describe("values to render with", () => {
  it("bring what the texts need", () => {
    expect(firstValues("{{ source }}").source).not.toBe("");
    expect(JSON.parse(firstValues("{{ row.city }} {% if row.age %}").row)).toEqual({ city: "a city", age: "a age" });
    expect(firstValues("source of {{ topic }}").source).toBe("");
  });

  it("leave out what is empty or of a parameter that is gone; a range takes numbers", () => {
    const values = { ...firstValues(""), topic: " moon ", parameters: { lines: "3", gone: "x", style: "" } };
    expect(wantedOf(values, ["lines", "style"], new Set(["lines"]))).toEqual({ wanted: { topic: "moon", parameters: { lines: 3 } }, faults: {} });
  });

  it("say which JSON cannot be read", () => {
    expect(wantedOf({ ...firstValues(""), row: "[1]", sample: "{" }, [], new Set()).faults).toEqual({ row: "must be a JSON object", sample: expect.stringMatching(/line 1/) as string });
  });
});

it("gathers rejections by version, the newest and the most frequent first", () => {
  const refusals = [
    { version: 1, reason: "dull", count: 1 },
    { version: 2, reason: null, count: 2 },
    { version: 2, reason: "wrong", count: 5 },
  ];
  expect(byVersion(refusals)).toEqual([
    { version: 2, total: 7, reasons: [{ reason: "wrong", count: 5 }, { reason: null, count: 2 }] },
    { version: 1, total: 1, reasons: [{ reason: "dull", count: 1 }] },
  ]);
});

it("finds templates by kind and by words anywhere", () => {
  const one = { template_id: "a", name: "Riddle", kind: "qa", description: "For children", fields: ["answer"], parameters: ["style"] } as unknown as Template;
  const other = { ...one, name: "Poem", kind: "other", fields: ["verse"] };
  expect(matching([one, other], { text: "CHILDREN answer", kind: "" })).toEqual([one]);
  expect(matching([one, other], { text: "", kind: "other" })).toEqual([other]);
});
