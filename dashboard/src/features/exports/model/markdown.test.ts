import { describe, expect, it } from "vitest";
import { blocksOf, inlinesOf } from "./markdown";

const text = (one: string) => [{ kind: "text", text: one }];

describe("blocksOf", () => {
  it("reads a dataset card", () => {
    const card = "---\nlicense: other\n---\n\n# Gristmill export\n\n12 samples,\nmade here.\n\n| Split | Samples |\n|---|---:|\n| train | 10 |\n\n- one\n- `two`\n\n## Checks";
    expect(blocksOf(card)).toEqual([
      { kind: "front", text: "license: other" },
      { kind: "heading", level: 1, inlines: text("Gristmill export") },
      { kind: "paragraph", inlines: text("12 samples, made here.") },
      { kind: "table", head: [text("Split"), text("Samples")], rows: [[text("train"), text("10")]], isNumeric: [false, true] },
      { kind: "list", isOrdered: false, items: [text("one"), [{ kind: "code", text: "two" }]] },
      { kind: "heading", level: 2, inlines: text("Checks") },
    ]);
  });

  it("keeps HTML as text", () => {
    expect(blocksOf("<script>alert(1)</script>")).toEqual([{ kind: "paragraph", inlines: text("<script>alert(1)</script>") }]);
  });

  it("keeps code as it is", () => {
    expect(blocksOf("```python\n# no heading\n| no | table |\n```\nafter")).toEqual([
      { kind: "code", text: "# no heading\n| no | table |" },
      { kind: "paragraph", inlines: text("after") },
    ]);
  });

  it("keeps an escaped bar in its cell, and rows as wide as their head", () => {
    const [table] = blocksOf("| Topic | Samples |\n|---|---:|\n| a \\| b | 3 | 4 |\n| c |");
    expect(table).toMatchObject({ rows: [[text("a | b"), text("3")], [text("c"), []]] });
  });

  it("does not run on where something has no end", () => {
    expect(blocksOf("---\nno end")).toEqual([{ kind: "paragraph", inlines: text("--- no end") }]);
    expect(blocksOf("```\nopen")).toEqual([{ kind: "code", text: "open" }]);
    expect(blocksOf("| not a table\nreally")).toEqual([{ kind: "paragraph", inlines: text("| not a table really") }]);
    expect(blocksOf("1. a\n2) b")).toEqual([{ kind: "list", isOrdered: true, items: [text("a"), text("b")] }]);
    expect(blocksOf("")).toEqual([]);
  });
});

describe("inlinesOf", () => {
  it("reads code, strong text and escapes", () => {
    expect(inlinesOf("a \\*b\\* `c_d` **e** \\[f\\]")).toEqual([
      { kind: "text", text: "a *b* " },
      { kind: "code", text: "c_d" },
      { kind: "text", text: " " },
      { kind: "strong", text: "e" },
      { kind: "text", text: " [f]" },
    ]);
  });

  it("leaves lone signs alone", () => {
    expect(inlinesOf("a ` b ** c")).toEqual(text("a ` b ** c"));
  });
});
