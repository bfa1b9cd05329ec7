import { describe, expect, it } from "vitest";
import { asText } from "./as-text";
import { insertAt } from "./caret";
import { differences, folded, tally } from "./differences";
import { fromLines, toLines } from "./lines";
import { fromOutline, lineOf, toOutline, type Area } from "./outline";

describe("lines", () => {
  it("hold every list of texts", () => {
    const items = ["plain", " space ", "two\nlines", '"quoted"', '"half', ""];
    expect(fromLines(toLines(items))).toEqual(items);
  });

  it("pass over empty lines and space around", () => {
    expect(fromLines("a\n\n  b  \n")).toEqual(["a", "b"]);
  });
});

describe("an outline", () => {
  const AREAS: Area[] = [
    { name: "Sea", topics: [{ name: "Ships", angles: ["a storm", "a\nleak"] }, { name: "Fish" }] },
    { name: "Sky", topics: [{ name: "Stars", angles: ["by night"] }] },
  ];

  it("comes back as it was", () => {
    expect(fromOutline(toOutline(AREAS)).areas).toEqual(AREAS);
  });

  it.each(["Sea\n Ships\n   a storm\n Fish", "Sea\n\tShips\n\t\ta storm\n\tFish", "Sea\n        Ships\n          a storm\n        Fish"])("takes any indentation: %j", (text) => {
    expect(fromOutline(text).areas).toEqual([{ name: "Sea", topics: [{ name: "Ships", angles: ["a storm"] }, { name: "Fish" }] }]);
  });

  it("finds the line that a pointer speaks of", () => {
    const text = toOutline(AREAS);
    expect(lineOf(text, "/taxonomy/0/topics/1/name")).toBe(5);
    expect(lineOf(text, "/taxonomy/1/topics/0/angles/0")).toBe(8);
    expect(lineOf(text, "/taxonomy/1/topics")).toBe(7);
    expect(lineOf(text, "/taxonomy/1")).toBe(6);
    expect(lineOf(text, "/taxonomy")).toBeNull();
  });
});

describe("a definition as text", () => {
  it("is always in the same order, and keeps lines as lines", () => {
    const text = asText({ user: "a\n  b\n", schema: { type: "object", required: ["x"], properties: {} }, system: "- s", checks: [{ check: "words", minimum: 2 }], name: "true" });
    expect(text).toBe(
      ['name: "true"', 'system: "- s"', "user: |", "  a", "    b", "schema:", "  type: object", "  required:", "    - x", "  properties: {}", "checks:", "  - check: words", "    minimum: 2", ""].join("\n"),
    );
  });

  it("writes a long text as it is, whatever stands in it", () => {
    const system = 'Reply with one JSON object: {"answer": string}';
    expect(asText({ name: "a", system, user: "u", schema: {} })).toContain(`system: |-\n  ${system}\n`);
  });

  it("tells a number from its text", () => {
    const of = (value: unknown) => asText({ name: "a", system: "s", user: "u", schema: { const: value } });
    expect(of("1.5")).not.toBe(of(1.5));
    expect(of("null")).not.toBe(of(null));
    expect(of("a\n")).not.toBe(of("a"));
  });
});

describe("differences", () => {
  it("marks lines, and words inside of a changed line", () => {
    const lines = differences("a\nthe red fox\nz\n", "a\nthe blue fox\nz\nnew\n");
    expect(lines.map((line) => line.sign + line.parts.map((part) => (part.changed ? `[${part.text}]` : part.text)).join(""))).toEqual([
      " a", "-the [red] fox", "+the [blue] fox", " z", "+new",
    ]);
    expect(tally(lines)).toEqual({ added: 2, removed: 1 });
  });

  it("says nothing of a missing line break at the end", () => {
    expect(tally(differences("a", "a\n"))).toEqual({ added: 0, removed: 0 });
  });

  it("folds what is alike and far away", () => {
    const many = Array.from({ length: 20 }, (_, at) => `line ${at}`);
    const shown = folded(differences(many.join("\n"), [...many, "new"].join("\n")));
    expect(shown[0]).toHaveProperty("hidden.length", 17);
    expect(shown).toHaveLength(5);
  });
});

it("puts a variable in where the caret stands, over what is selected", () => {
  expect(insertAt("About X.", 6, 7, "{{ topic }}")).toEqual({ text: "About {{ topic }}.", caret: 17 });
});
