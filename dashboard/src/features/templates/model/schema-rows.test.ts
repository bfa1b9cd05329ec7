import { describe, expect, it } from "vitest";
import type { FieldRow, JsonObject, SchemaForm } from "./form";
import { emptyField, fieldNames, fromSchemaForm, hiddenKeys, switched, toSchemaForm } from "./schema-rows";

const SCHEMA: JsonObject = {
  $comment: "kept",
  type: "object",
  properties: {
    label: { type: "string", enum: ["a", "b"], maxLength: 5, format: "x" },
    score: { type: "number", minimum: 0, maximum: 1, multipleOf: 0.1 },
    turns: { type: "array", items: { type: "object", properties: {} }, minItems: 2, uniqueItems: true },
    either: { anyOf: [{ type: "string" }, { type: "integer" }] },
    mixed: { type: "string", enum: ["a", 1] },
  },
  required: ["score", "label", "elsewhere"],
  additionalProperties: false,
};

function table(schema: JsonObject): Extract<SchemaForm, { mode: "table" }> {
  const form = toSchemaForm(schema);
  if (form.mode !== "table") throw new Error("no table");
  return form;
}

function changed(schema: JsonObject, name: string, patch: Partial<FieldRow>): JsonObject {
  const form = table(schema);
  return fromSchemaForm({ ...form, rows: form.rows.map((row) => (row.name === name ? { ...row, ...patch } : row)) }).schema!;
}

const property = (schema: JsonObject, name: string) => (schema.properties as JsonObject)[name];

describe("a schema in the table", () => {
  it("comes back letter by letter, with all that the table does not show", () => {
    expect(JSON.stringify(fromSchemaForm(table(SCHEMA)).schema)).toBe(JSON.stringify(SCHEMA));
  });

  it("keeps other keywords of a field that is changed", () => {
    expect(property(changed(SCHEMA, "score", { max: "10" }), "score")).toEqual({ type: "number", minimum: 0, maximum: 10, multipleOf: 0.1 });
    expect(property(changed(SCHEMA, "label", { values: "" }), "label")).toEqual({ type: "string", maxLength: 5, format: "x" });
    expect(property(changed(SCHEMA, "mixed", { description: "d" }), "mixed")).toEqual({ type: "string", enum: ["a", 1], description: "d" });
    expect(property(changed(SCHEMA, "either", { description: "d" }), "either")).toEqual({ anyOf: [{ type: "string" }, { type: "integer" }], description: "d" });
  });

  it("drops the bounds of another type", () => {
    expect(property(changed(SCHEMA, "label", { type: "integer", min: "", max: "" }), "label")).toEqual({ type: "integer", format: "x" });
    expect(property(changed(SCHEMA, "score", { type: "list", min: "1", max: "" }), "score")).toEqual({ type: "array", minItems: 1, multipleOf: 0.1, items: { type: "string" } });
    expect(property(changed(SCHEMA, "either", { type: "text" }), "either")).toEqual({ type: "string" });
  });

  it("lets null stand among the allowed values of a text that may be nothing", () => {
    expect(property(changed(SCHEMA, "label", { type: "text_or_null" }), "label")).toMatchObject({ type: ["string", "null"], enum: ["a", "b", null] });
  });

  it("keeps the order of what is required until it changes", () => {
    expect(changed(SCHEMA, "turns", { required: true }).required).toEqual(["label", "score", "turns", "elsewhere"]);
    expect(changed(SCHEMA, "label", { name: "tag" }).required).toEqual(["tag", "score", "elsewhere"]);
  });

  it("says which fields have no name or one name twice", () => {
    const form = table(SCHEMA);
    const rows = [...form.rows, emptyField(), { ...emptyField(), name: "score" }];
    expect(fromSchemaForm({ ...form, rows })).toEqual({
      schema: null,
      faults: [
        { pointer: "/schema/properties/", detail: "needs a name" },
        { pointer: "/schema/properties/score", detail: "stands here twice" },
      ],
    });
  });

  it("names what only JSON can say", () => {
    const hidden = Object.fromEntries(table(SCHEMA).rows.map((row) => [row.name, hiddenKeys(row)]));
    expect(hidden).toEqual({ label: ["format"], score: ["multipleOf"], turns: ["items", "uniqueItems"], either: ["anyOf"], mixed: ["enum"] });
  });
});

describe("a schema as JSON", () => {
  it("stays JSON where no table can show it", () => {
    expect(toSchemaForm({ type: "object", properties: [] }).mode).toBe("text");
  });

  it("turns into a table only when it can be read", () => {
    expect(switched({ mode: "text", text: "{" })).toBeNull();
    expect(switched({ mode: "text", text: "[]" })).toBeNull();
    const back = switched({ mode: "text", text: JSON.stringify(SCHEMA) });
    expect(back && fieldNames(back)).toEqual(["label", "score", "turns", "either", "mixed"]);
  });
});
