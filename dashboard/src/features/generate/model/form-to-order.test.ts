import { describe, expect, it } from "vitest";
import { BLANK, cellsOf, newRow, sumOf, type GenerateForm } from "./form";
import { formToOrder } from "./form-to-order";
import { orderToForm } from "./order-to-form";

const form = (part: Partial<GenerateForm>): GenerateForm => ({ ...BLANK, template: "legal-q-a", ...part });

describe("formToOrder", () => {
  it("leaves out all that is not set", () => {
    expect(formToOrder(form({}))).toEqual({ order: { template: "legal-q-a", target_count: 20 }, faults: [] });
  });

  it("writes every field that is set, trimmed and as its type", () => {
    const { order } = formToOrder(
      form({
        topic: " Contract Law ",
        difficulty: "advanced",
        instruction: "Name the statute",
        count: "7",
        sourceId: "src_1",
        provider: "groq",
        model: "m",
        temperature: "0,4",
        seed: "0",
        priority: "-5",
        name: "Night",
        notes: "n",
        judge: "none",
        enrich: "translate",
      }),
    );
    expect(order).toEqual({
      template: "legal-q-a",
      topic: "Contract Law",
      difficulty: "advanced",
      reasoning_instruction: "Name the statute",
      target_count: 7,
      source_id: "src_1",
      provider: "groq",
      model: "m",
      temperature: 0.4,
      seed: 0,
      priority: -5,
      name: "Night",
      notes: "n",
      judge: false,
      enrich: { template: "translate" },
    });
  });

  it("fixes one value of a parameter, draws from several, and leaves out none", () => {
    const { order } = formToOrder(form({ parameters: { turns: [4], persona: ["a", "b"], arc: [] } }));
    expect(order.parameters).toEqual({ turns: 4, persona: ["a", "b"] });
  });

  it("writes parts with their counts and what they brought along", () => {
    const items = [newRow([], { topic: "A", count: "3" }), newRow([newRow([])], { difficulty: "basic", count: "4", own: { parameters: { temperature: 0.2 } } })];
    const { order } = formToOrder(form({ mode: "items", items }));
    expect(order.items).toEqual([
      { topic: "A", target_count: 3 },
      { difficulty: "basic", target_count: 4, parameters: { temperature: 0.2 } },
    ]);
    expect(order.target_count).toBeUndefined();
  });

  it("writes a matrix without its empty lists", () => {
    const matrix = { topics: ["A", "B"], difficulties: [], perCell: "5" };
    expect(formToOrder(form({ mode: "matrix", matrix })).order.matrix).toEqual({ topics: ["A", "B"], per_cell: 5 });
  });

  it("says where a text is no number, and leaves the range to the service", () => {
    const items = [newRow([], { count: "ten" }), newRow([], { count: "" })];
    const { faults } = formToOrder(form({ mode: "items", items, temperature: "warm", seed: "1.5", priority: "99999" }));
    expect(faults.map((fault) => fault.pointer)).toEqual(["/items/0/target_count", "/items/1/target_count", "/temperature", "/seed"]);
  });

  it("leaves an empty count to the service, which says that it is needed", () => {
    expect(formToOrder(form({ count: " " }))).toEqual({ order: { template: "legal-q-a" }, faults: [] });
  });

  it("keeps what was loaded of an enrichment only while its template stays", () => {
    const ownEnrich = { template: "rewrite", fields: { text: "answer" } };
    expect(formToOrder(form({ enrich: "rewrite", ownEnrich })).order.enrich).toEqual(ownEnrich);
    expect(formToOrder(form({ enrich: "translate", ownEnrich })).order.enrich).toEqual({ template: "translate" });
  });
});

describe("orderToForm", () => {
  it("comes back as the same order", () => {
    const order = {
      template: "auto",
      kind: "conversation" as const,
      topic: "A",
      difficulty: "basic" as const,
      reasoning_instruction: "i",
      parameters: { turns: [2, 4], persona: "a sailor" },
      source_id: "src_1",
      provider: "embedded" as const,
      model: "m",
      temperature: 0,
      seed: 0,
      priority: 3,
      name: "N",
      notes: "n",
      judge: { rubric: [{ name: "a", description: "b" }], threshold: 0.5 },
      enrich: { template: "rewrite", fields: ["text"], overwrite: true },
      taxonomy: [{ name: "Area", topics: [{ name: "T", angles: [] }] }],
      items: [{ name: "one", topic: "A", target_count: 2, parameters: { temperature: 0.1, turns: 6 } }, { target_count: 3 }],
    };
    expect(formToOrder(orderToForm(order)).order).toEqual(order);
  });

  it("takes a matrix and its empty lists", () => {
    const order = { matrix: { per_cell: 2, topics: ["A"], difficulties: ["basic" as const] } };
    expect(formToOrder(orderToForm(order)).order).toEqual(order);
    expect(orderToForm({ matrix: { per_cell: 2 } }).matrix).toEqual({ topics: [], difficulties: [], perCell: "2" });
  });

  it("does not take the count of an unfinished preset for one", () => {
    expect(orderToForm({ topic: "A" })).toMatchObject({ topic: "A", count: "", mode: "single" });
  });

  it("tells of a judge that is turned off", () => {
    expect(orderToForm({ judge: false }).judge).toBe("none");
    expect(orderToForm({ judge: null }).judge).toBe("template");
  });
});

describe("sumOf", () => {
  it("adds parts, multiplies cells, and does not guess", () => {
    const items = [newRow([], { count: "3" }), newRow([], { count: "4" })];
    expect(sumOf(form({ mode: "items", items }))).toBe(7);
    expect(sumOf(form({ mode: "items", items: [...items, newRow([], { count: "x" })] }))).toBeNull();
    const matrix = { topics: ["A", "B"], difficulties: ["basic" as const], perCell: "5" };
    expect(sumOf(form({ mode: "matrix", matrix }))).toBe(10);
    expect(cellsOf({ topics: [], difficulties: [], perCell: "1" })).toBe(1);
  });
});
