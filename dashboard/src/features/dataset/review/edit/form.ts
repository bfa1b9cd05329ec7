/** A content as a form: which control a field gets, what was typed, and what of it is a value. Pure. */
import { isTexts } from "@/components/sample/blocks";
import type { Fault } from "@/lib/problem";
import { changedFields, sameValue, type Content } from "../differences";
import { faultsOf, isSchema, objectOf, pointerTo, stringsOf, typesOf, type Schema } from "./faults";

export type FieldKind = "text" | "number" | "boolean" | "choice" | "strings" | "messages" | "json";

export interface FieldOf {
  name: string;
  kind: FieldKind;
  schema: Schema;
  isNeeded: boolean;
  isNullable: boolean;
}

export interface Form {
  /** The values as far as they could be read. */
  content: Content;
  /** What was typed into number and JSON fields, where it is not yet a value. */
  unread: Record<string, string>;
}

export interface Turn {
  role: string;
  content: string;
}

/** The fields of a content in the schema's order, then whatever else it has. */
export function fieldsOf(schema: Schema | null, content: Content): FieldOf[] {
  const properties = objectOf(schema?.properties);
  const needed = stringsOf(schema?.required);
  return [...new Set([...Object.keys(properties), ...Object.keys(content)])].map((name) => {
    const part = objectOf(properties[name]);
    const types = typesOf(part);
    return { name, schema: part, kind: kindOf(part, content[name]), isNeeded: needed.includes(name), isNullable: types.includes("null") || !types.length };
  });
}

/** By the schema; where it says nothing, or the value is something else, by the value. */
export function kindOf(schema: Schema, value: unknown): FieldKind {
  const promised = promisedBy(schema);
  if (promised && (value === undefined || value === null || fits(promised, value))) return promised;
  return (["text", "number", "boolean", "strings", "messages"] as const).find((kind) => fits(kind, value)) ?? "json";
}

function promisedBy(schema: Schema): FieldKind | null {
  if (Array.isArray(schema.enum)) return schema.enum.every((one) => typeof one === "string" || one === null) ? "choice" : "json";
  const [type, ...others] = typesOf(schema).filter((one) => one !== "null");
  if (!type || others.length) return null;
  if (type === "string") return "text";
  if (type === "integer" || type === "number") return "number";
  if (type === "boolean") return "boolean";
  if (type !== "array" || !isSchema(schema.items)) return "json";
  if (typesOf(schema.items).join() === "string") return "strings";
  return Object.keys(objectOf(schema.items.properties)).sort().join() === "content,role" ? "messages" : "json";
}

function fits(kind: FieldKind, value: unknown): boolean {
  if (kind === "text" || kind === "choice") return typeof value === "string";
  if (kind === "number") return typeof value === "number";
  if (kind === "boolean") return typeof value === "boolean";
  if (kind === "strings") return isTexts(value) && value.length > 0;
  if (kind === "messages") return Array.isArray(value) && value.length > 0 && value.every(isTurn);
  return true;
}

function isTurn(value: unknown): value is Turn {
  if (!isSchema(value)) return false;
  return typeof value.role === "string" && typeof value.content === "string" && Object.keys(value).length === 2;
}

export function withValue(form: Form, name: string, value: unknown): Form {
  const unread = { ...form.unread };
  delete unread[name];
  return { content: { ...form.content, [name]: value }, unread };
}

/** Take what was typed into a number or JSON field: a value if it is one, else the text is kept. */
export function withTyped(form: Form, { name, kind, isNullable }: FieldOf, text: string): Form {
  const read = kind === "number" ? readNumber(text, isNullable) : readJson(text);
  return read === undefined ? { ...form, unread: { ...form.unread, [name]: text } } : withValue(form, name, read);
}

function readNumber(text: string, isNullable: boolean): number | null | undefined {
  if (!text.trim()) return isNullable ? null : undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Why a text is no JSON, in the browser's words. */
export function jsonFault(text: string): string {
  try {
    JSON.parse(text);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Faults of what was changed; what stays as it came is not judged, as the service does not judge it either. */
export function formFaults(schema: Schema | null, form: Form, before: Content): Fault[] {
  const kinds = new Map(fieldsOf(schema, form.content).map((field) => [field.name, field.kind]));
  const unread = Object.entries(form.unread).map(([name, text]) => ({
    pointer: pointerTo("/content", name),
    detail: kinds.get(name) === "number" ? "must be a number" : `is no JSON: ${jsonFault(text)}`,
  }));
  const judged = schema ? faultsOf(schema, form.content) : [];
  const changed = changedFields(before, form.content).map((name) => pointerTo("/content", name));
  const isChanged = ({ pointer }: Fault) => changed.some((one) => pointer === one || pointer.startsWith(`${one}/`));
  const isUnread = ({ pointer }: Fault) => unread.some((one) => one.pointer === pointer);
  return [...unread, ...judged.filter((fault) => isChanged(fault) && !isUnread(fault))];
}

/** The fields to send: those that differ from what the service has. A field that was never there and is empty is none. */
export function changesOf(before: Content, after: Content): Content {
  return Object.fromEntries(changedFields(before, after).map((name) => [name, after[name] ?? null]));
}

export function isDirty(form: Form, before: Content): boolean {
  return Object.keys(form.unread).length > 0 || !sameValue(before, form.content);
}

/** Details of the faults at a pointer, not below it. */
export function faultAt(faults: readonly Fault[], pointer: string): string | undefined {
  const found = faults.filter((fault) => fault.pointer === pointer).map((fault) => fault.detail);
  return found.length ? found.join("; ") : undefined;
}

/** Details of the faults at a pointer and below it, with the rest of their way. */
export function faultsBelow(faults: readonly Fault[], pointer: string): string | undefined {
  const found = faults.flatMap((fault) => {
    if (fault.pointer === pointer) return [fault.detail];
    return fault.pointer.startsWith(`${pointer}/`) ? [`${fault.pointer.slice(pointer.length + 1)}: ${fault.detail}`] : [];
  });
  return found.length ? found.join("; ") : undefined;
}
