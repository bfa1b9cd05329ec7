/** The sample's JSON schema as a table of plain fields and back. What the table cannot show stays as it was. */
import type { Fault } from "@/lib/problem";
import { isObject, newId, numberOf, put, textOf, type FieldRow, type FieldType, type JsonObject, type SchemaForm } from "./form";
import { readJson } from "./json-text";
import { fromLines, toLines } from "./lines";

const LIMITS: Partial<Record<FieldType, readonly [string, string]>> = {
  text: ["minLength", "maxLength"],
  text_or_null: ["minLength", "maxLength"],
  integer: ["minimum", "maximum"],
  number: ["minimum", "maximum"],
  list: ["minItems", "maxItems"],
};

export const limitsOf = (type: FieldType) => LIMITS[type];
export const hasValues = (type: FieldType) => type === "text" || type === "text_or_null";

export function toSchemaForm(schema: JsonObject): SchemaForm {
  const { properties = {}, required = [] } = schema;
  if (!isObject(properties) || !Array.isArray(required)) return { mode: "text", text: JSON.stringify(schema, null, 2) };
  const rows = Object.entries(properties).map(([name, raw]) => toRow(name, raw, required.includes(name)));
  return { mode: "table", top: schema, rows };
}

function toRow(name: string, raw: unknown, required: boolean): FieldRow {
  const type = typeOf(raw);
  const row = { id: newId(), name, type, required, min: "", max: "", values: "", description: "", raw };
  if (!isObject(raw)) return row;
  const [low, high] = LIMITS[type] ?? [];
  const number = (key: string | undefined) => (key !== undefined && typeof raw[key] === "number" ? textOf(raw[key]) : "");
  return {
    ...row,
    min: number(low),
    max: number(high),
    values: toLines(valuesOf(raw, type) ?? []),
    description: typeof raw.description === "string" ? raw.description : "",
  };
}

function typeOf(raw: unknown): FieldType {
  if (!isObject(raw)) return "other";
  const { type } = raw;
  if (type === "string") return "text";
  if (type === "integer" || type === "number" || type === "boolean") return type;
  if (type === "array") return "list";
  const either = Array.isArray(type) && type.length === 2 && type.includes("string") && type.includes("null");
  return either ? "text_or_null" : "other";
}

/** The texts of an enum; undefined if it holds something that lines cannot say. */
function valuesOf(raw: JsonObject, type: FieldType): string[] | undefined {
  if (!hasValues(type) || !Array.isArray(raw.enum)) return undefined;
  const values = raw.enum as unknown[];
  if ((type === "text_or_null") !== values.includes(null)) return undefined;
  const texts = values.filter((value) => value !== null);
  return texts.every((value) => typeof value === "string") ? texts : undefined;
}

function toProperty(row: FieldRow): unknown {
  const before = typeOf(row.raw);
  if (row.type === "other" && !isObject(row.raw)) return row.raw;
  // An object or a choice that becomes a plain field keeps none of its own rules.
  const raw = isObject(row.raw) && (before !== "other" || row.type === "other") ? row.raw : {};
  const property = { ...raw };
  if (typeof property.description === "string" || row.description !== "") put(property, "description", row.description || undefined);
  if (row.type === "other") return property;
  const limits = LIMITS[row.type];
  if (row.type !== before) putType(property, row.type, limits);
  limits?.forEach((key, at) => put(property, key, numberOf(at === 0 ? row.min : row.max)));
  if (valuesOf(raw, before) !== undefined || row.values.trim() !== "") put(property, "enum", enumOf(row));
  return property;
}

function putType(property: JsonObject, type: FieldType, limits: readonly string[] = []): void {
  property.type = type === "text" ? "string" : type === "text_or_null" ? ["string", "null"] : type === "list" ? "array" : type;
  for (const [low, high] of Object.values(LIMITS)) {
    for (const key of [low, high]) if (!limits.includes(key)) delete property[key];
  }
  if (type === "list") property.items ??= { type: "string" };
  else delete property.items;
}

function enumOf(row: FieldRow): unknown[] | undefined {
  const values = hasValues(row.type) ? fromLines(row.values) : [];
  if (values.length === 0) return undefined;
  return row.type === "text_or_null" ? [...values, null] : values;
}

/** @returns the schema, or null and why there is none. */
export function fromSchemaForm(form: SchemaForm): { schema: JsonObject | null; faults: Fault[] } {
  if (form.mode === "text") {
    const { value, fault } = readJson(form.text);
    if (fault !== null) return { schema: null, faults: [{ pointer: "/schema", detail: fault }] };
    if (!isObject(value)) return { schema: null, faults: [{ pointer: "/schema", detail: "must be a JSON object" }] };
    return { schema: value, faults: [] };
  }
  const faults = nameFaults(form.rows);
  if (faults.length > 0) return { schema: null, faults };
  const schema = { ...form.top };
  schema.properties = Object.fromEntries(form.rows.map((row) => [row.name, toProperty(row)]));
  put(schema, "required", requiredOf(form.rows, form.top));
  return { schema, faults: [] };
}

function nameFaults(rows: readonly FieldRow[]): Fault[] {
  return rows.flatMap(({ name }, at) => {
    if (name === "") return [{ pointer: "/schema/properties/", detail: "needs a name" }];
    if (rows.findIndex((row) => row.name === name) === at) return [];
    return [{ pointer: `/schema/properties/${name}`, detail: "stands here twice" }];
  });
}

function requiredOf(rows: readonly FieldRow[], top: JsonObject): unknown[] | undefined {
  const before = Array.isArray(top.required) ? (top.required as unknown[]) : undefined;
  const old = isObject(top.properties) ? Object.keys(top.properties) : [];
  const now = rows.filter((row) => row.required).map((row) => row.name);
  // Names that are required and described nowhere are beyond the table: they stay.
  const beyond = (before ?? []).filter((name) => !old.includes(name as string) && !now.includes(name as string));
  const all = [...now, ...beyond];
  if (before && before.length === all.length && all.every((name) => before.includes(name))) return before;
  return all.length > 0 || before ? all : undefined;
}

/** Keywords of a field that the table does not show. */
export function hiddenKeys(row: FieldRow): string[] {
  if (!isObject(row.raw)) return [];
  if (row.type === "other") return Object.keys(row.raw).filter((key) => key !== "description");
  const shown = ["type", "description", ...(LIMITS[row.type] ?? [])];
  if (valuesOf(row.raw, typeOf(row.raw)) !== undefined) shown.push("enum");
  if (row.type === "list" && isObject(row.raw.items) && JSON.stringify(row.raw.items) === '{"type":"string"}') shown.push("items");
  return Object.keys(row.raw).filter((key) => !shown.includes(key));
}

/** The same schema in the other form; null while it cannot be read. */
export function switched(form: SchemaForm): SchemaForm | null {
  const { schema } = fromSchemaForm(form);
  if (schema === null) return null;
  return form.mode === "table" ? { mode: "text", text: JSON.stringify(schema, null, 2) } : toSchemaForm(schema);
}

export function fieldNames(form: SchemaForm): string[] {
  if (form.mode === "table") return form.rows.map((row) => row.name).filter(Boolean);
  const { schema } = fromSchemaForm(form);
  return schema && isObject(schema.properties) ? Object.keys(schema.properties) : [];
}

export function emptyField(): FieldRow {
  return { id: newId(), name: "", type: "text", required: true, min: "", max: "", values: "", description: "", raw: { type: "string" } };
}
