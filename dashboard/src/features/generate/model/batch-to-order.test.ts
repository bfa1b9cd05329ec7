import { describe, expect, it } from "vitest";
import type { BatchWithItems, Item } from "@/lib/api/batches";
import type { Template } from "@/lib/api/templates";
import { batchToOrder } from "./batch-to-order";

const templates = [
  { template_id: "legal-q-a", name: "Legal Q&A", version: 1 },
  { template_id: "riddle", name: "Riddle", version: 3 },
  { template_id: "rewrite", name: "Rewrite", version: 1, kind: "enrichment" },
] as Template[];

const item = (part: Partial<Item>): Item =>
  ({ item: 1, name: null, topic: null, difficulty: null, template: "Legal Q&A", template_version: 1, parameters: {}, target_count: 20, ...part }) as Item;

const batch = (part: Partial<BatchWithItems>): BatchWithItems =>
  ({
    template: "Legal Q&A",
    template_version: 1,
    target_count: 20,
    topic_filter: null,
    difficulty_filter: null,
    reasoning_instruction: null,
    parameters: {},
    provider: "groq",
    model: "m",
    temperature: null,
    seed: 42,
    priority: 0,
    name: null,
    notes: null,
    judge: null,
    enrich_after: null,
    items: [item({})],
    ...part,
  }) as BatchWithItems;

describe("batchToOrder", () => {
  it("asks for the same, but not with the same seed", () => {
    expect(batchToOrder(batch({}), templates)).toEqual({ template: "legal-q-a", target_count: 20, provider: "groq", model: "m" });
  });

  it("takes over every setting", () => {
    const order = batchToOrder(
      batch({
        topic_filter: "Tort Law",
        difficulty_filter: "basic",
        reasoning_instruction: "i",
        parameters: { values: { turns: 4 }, source_id: "src_1", auto: true },
        temperature: 0,
        priority: 5,
        name: "N",
        notes: "n",
        judge: false,
        enrich_after: { template: "Rewrite", version: 1, fields: { text: "answer" }, overwrite: false, provider: null, model: null },
        items: [item({ topic: "Tort Law", difficulty: "basic" })],
      }),
      templates,
    );
    expect(order).toEqual({
      template: "legal-q-a",
      target_count: 20,
      topic: "Tort Law",
      difficulty: "basic",
      reasoning_instruction: "i",
      parameters: { turns: 4 },
      source_id: "src_1",
      provider: "groq",
      model: "m",
      temperature: 0,
      priority: 5,
      name: "N",
      notes: "n",
      judge: false,
      enrich: { template: "rewrite", fields: { text: "answer" }, overwrite: false },
    });
  });

  it("pins an older version, and keeps the name of a template that is gone", () => {
    expect(batchToOrder(batch({ template: "Riddle", template_version: 2 }), templates).template).toBe("riddle@2");
    expect(batchToOrder(batch({ template: "Riddle", template_version: 3 }), templates).template).toBe("riddle");
    expect(batchToOrder(batch({ template: "Gone", template_version: 1 }), templates).template).toBe("Gone");
  });

  it("writes parts with their own values", () => {
    const items = [
      item({ topic: "A", target_count: 3, name: "one" }),
      item({ item: 2, template: "Riddle", template_version: 2, target_count: 4, parameters: { temperature: 0.4, values: { style: "a poem" } } }),
    ];
    expect(batchToOrder(batch({ items, target_count: 7 }), templates)).toMatchObject({
      items: [
        { name: "one", topic: "A", target_count: 3 },
        { template: "riddle@2", target_count: 4, parameters: { temperature: 0.4, style: "a poem" } },
      ],
    });
  });

  it("keeps one part that is not as the batch says", () => {
    const order = batchToOrder(batch({ items: [item({ name: "only", parameters: { temperature: 0.1 } })] }), templates);
    expect(order.items).toEqual([{ name: "only", target_count: 20, parameters: { temperature: 0.1 } }]);
    expect(order.target_count).toBeUndefined();
  });

  it("finds the matrix again that the parts were made from", () => {
    const cell = (topic: string, difficulty: string) => item({ topic, difficulty, name: `${topic} / ${difficulty}`, target_count: 2 });
    const cells = [cell("A", "basic"), cell("A", "advanced"), cell("B", "basic"), cell("B", "advanced")];
    expect(batchToOrder(batch({ items: cells }), templates).matrix).toEqual({ per_cell: 2, topics: ["A", "B"], difficulties: ["basic", "advanced"] });
    expect(batchToOrder(batch({ items: cells.slice(1) }), templates).items).toHaveLength(3);
  });

  it("finds a matrix of topics alone", () => {
    const cells = ["A", "B"].map((topic) => item({ topic, name: topic, target_count: 2 }));
    expect(batchToOrder(batch({ items: cells }), templates).matrix).toEqual({ per_cell: 2, topics: ["A", "B"], difficulties: [] });
  });
});
