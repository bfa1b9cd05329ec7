import { describe, expect, it } from "vitest";
import { asText, changedFields, differencesOf, partsOf } from "./differences";

describe("differences", () => {
  it("are told by field and word", () => {
    expect(differencesOf({ answer: "No, never.", other: 1 }, { answer: "No, not ever.", other: 1 })).toMatchObject([{ field: "answer", before: "No, never.", after: "No, not ever." }]);
    const parts = partsOf("the old answer", "the new answer");
    expect(parts.filter((part) => part.kind !== "added").map((part) => part.text).join("")).toBe("the old answer");
    expect(parts.filter((part) => part.kind !== "removed").map((part) => part.text).join("")).toBe("the new answer");
    expect(parts.filter((part) => part.kind !== "same").map((part) => part.text)).toEqual(["old", "new"]);
  });

  it("see fields that came or went", () => {
    expect(changedFields({ a: 1, b: 2 }, { b: 2, c: 3 })).toEqual(["a", "c"]);
    expect(changedFields({ a: null }, {})).toEqual(["a"]);
  });

  it("do not see the order of keys", () => {
    expect(changedFields({ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } })).toEqual([]);
  });
});

describe("values as text", () => {
  it.each([
    [["one", "two"], "one\ntwo"],
    [[{ role: "user", content: "Hi" }], "user: Hi"],
    [null, ""],
    [{ a: 1 }, '{\n  "a": 1\n}'],
  ])("%j", (value, text) => expect(asText(value)).toBe(text));
});
