/**
 * What a template's schema has against a content, before the service is asked. Pure. It judges what people run into
 * (kind, needed, length, choice, pattern, number of entries) and leaves the rest of JSON Schema to the service.
 */
import type { Fault } from "@/lib/problem";
import type { Content } from "../differences";

export type Schema = Record<string, unknown>;

/** Faults with their JSON pointers below `/content`, as the service names them. */
export function faultsOf(schema: Schema, content: Content): Fault[] {
  const known = objectOf(schema.properties);
  // Fields of an enrichment stand beside the template's own ones, and are nobody's fault.
  const own = Object.fromEntries(Object.entries(content).filter(([name]) => name in known));
  return judge(schema, own, "/content");
}

function judge(schema: Schema, value: unknown, at: string): Fault[] {
  const type = typeFault(schema, value);
  if (type) return [{ pointer: at, detail: type }];
  const plain = [...choiceFaults(schema, value), ...textFaults(schema, value), ...numberFaults(schema, value), ...listFaults(schema, value)];
  return [...plain.map((detail) => ({ pointer: at, detail })), ...inside(schema, value, at)];
}

function inside(schema: Schema, value: unknown, at: string): Fault[] {
  if (Array.isArray(value)) {
    const items = schema.items;
    return isSchema(items) ? value.flatMap((one, place) => judge(items, one, `${at}/${place}`)) : [];
  }
  if (!isSchema(value)) return [];
  const properties = objectOf(schema.properties);
  const missing = stringsOf(schema.required).filter((name) => value[name] === undefined);
  const unknown = schema.additionalProperties === false ? Object.keys(value).filter((name) => !(name in properties)) : [];
  return [
    ...missing.map((name) => ({ pointer: pointerTo(at, name), detail: "is needed" })),
    ...unknown.map((name) => ({ pointer: pointerTo(at, name), detail: "is not a field of the template" })),
    ...Object.entries(properties).flatMap(([name, part]) => (value[name] === undefined || !isSchema(part) ? [] : judge(part, value[name], pointerTo(at, name)))),
  ];
}

export function pointerTo(at: string, name: string): string {
  return `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

const NAMES: Record<string, string> = { string: "a text", number: "a number", integer: "a whole number", boolean: "yes or no", array: "a list", object: "an object", null: "empty" };

/** The kinds that a schema allows; none if it does not say. */
export function typesOf(schema: Schema): string[] {
  return typeof schema.type === "string" ? [schema.type] : stringsOf(schema.type);
}

function typeFault(schema: Schema, value: unknown): string | null {
  const types = typesOf(schema);
  if (!types.length || types.some((type) => isOfType(type, value))) return null;
  return `must be ${types.map((type) => NAMES[type] ?? type).join(" or ")}`;
}

function isOfType(type: string, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isSchema(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function choiceFaults(schema: Schema, value: unknown): string[] {
  if (!Array.isArray(schema.enum) || schema.enum.some((one) => JSON.stringify(one) === JSON.stringify(value))) return [];
  return [`must be one of: ${schema.enum.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join(", ")}`];
}

function textFaults({ minLength, maxLength, pattern }: Schema, value: unknown): string[] {
  if (typeof value !== "string") return [];
  const length = [...value].length; // characters, as the service counts them
  const faults: string[] = [];
  if (typeof minLength === "number" && length < minLength) faults.push(`must have at least ${minLength} characters; it has ${length}`);
  if (typeof maxLength === "number" && length > maxLength) faults.push(`may have at most ${maxLength} characters; it has ${length}`);
  if (typeof pattern === "string" && !matches(pattern, value)) faults.push(`must match the pattern ${pattern}`);
  return faults;
}

/** A pattern that this browser does not understand is left to the service. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

function numberFaults({ minimum, maximum }: Schema, value: unknown): string[] {
  if (typeof value !== "number") return [];
  if (typeof minimum === "number" && value < minimum) return [`must be at least ${minimum}`];
  return typeof maximum === "number" && value > maximum ? [`may be at most ${maximum}`] : [];
}

function listFaults({ minItems, maxItems }: Schema, value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const { length } = value;
  if (typeof minItems === "number" && length < minItems) return [`must have at least ${minItems} entries; it has ${length}`];
  return typeof maxItems === "number" && length > maxItems ? [`may have at most ${maxItems} entries; it has ${length}`] : [];
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): Schema {
  return isSchema(value) ? value : {};
}

export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
