import { describe, expect, it } from "vitest";
import { readJson } from "./json-text";

describe("JSON that people type", () => {
  it.each([
    ['[\n{"reply": }\n]', "is no JSON: line 2: a value wanted, not }"],
    ['{"a": 1,\n}', "is no JSON: line 2: a name in quotation marks wanted, not }"],
    ['{"a": 1\n"b": 2}', 'is no JSON: line 2: , or } wanted, not "b": 2}'],
    ["[1, 2", "is no JSON: line 1: , or ] wanted"],
    ['{"a" 1}', "is no JSON: line 1: : wanted, not 1}"],
    ['{"a": "x\ny"}', 'is no JSON: line 1: a whole text in quotation marks wanted, not "x'],
    ["{} {}", "is no JSON: line 1: the end wanted, not {}"],
    ["[01]", "is no JSON: line 1: , or ] wanted, not 1]"],
    ["'a'", "is no JSON: line 1: a value wanted, not 'a'"],
  ])("%j", (text, fault) => expect(readJson(text)).toEqual({ value: undefined, fault }));

  it("is read where it is right, and says nothing where it is empty", () => {
    expect(readJson(' {"a": [1, -2.5e3, "\\u00e9", null, {}]} ')).toEqual({ value: { a: [1, -2500, "é", null, {}] }, fault: null });
    expect(readJson(" \n")).toEqual({ value: undefined, fault: null });
  });
});
