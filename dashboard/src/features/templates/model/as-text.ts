/** A definition as text to read and to compare: like YAML, and always in the same order. */
import type { TemplateDefinition } from "@/lib/api/templates";
import { isObject } from "./form";

const ORDER = [
  "name", "kind", "description", "system", "user", "schema", "identity_fields", "parameters", "taxonomy", "framings", "examples", "checks",
  "judge", "defaults", "small",
];
const STEP = "  ";
const LIKE_SOMETHING_ELSE = /^(?:true|false|null|~|[-+]?[\d.][\d.e+-]*|)$|^[\s\-?:,[\]{}#&*!|>'"%@`]|:\s|\s#|\s$|:$/i;

export function asText(definition: TemplateDefinition): string {
  const all: [string, unknown][] = Object.entries(definition);
  const place = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
  const inOrder = all.filter(([, value]) => value !== undefined).sort(([a], [b]) => place(a) - place(b));
  return `${entries(inOrder, "").join("\n")}\n`;
}

function entries(all: [string, unknown][], indent: string): string[] {
  return all.flatMap(([key, value]) => keyed(`${indent}${scalar(key)}:`, value, indent));
}

function keyed(key: string, value: unknown, indent: string): string[] {
  if (typeof value === "string" && isBlock(value)) {
    // As in YAML: `|-` for a text without a line break at its end.
    const sign = value.endsWith("\n") ? "|" : "|-";
    return [`${key} ${sign}`, ...value.replace(/\n$/, "").split("\n").map((line) => (line ? indent + STEP + line : ""))];
  }
  if (Array.isArray(value) && value.length > 0) return [key, ...items(value as unknown[], indent + STEP)];
  if (isObject(value) && Object.keys(value).length > 0) return [key, ...entries(Object.entries(value), indent + STEP)];
  return [`${key} ${scalar(value)}`];
}

/** A text of its own: written as it is, and not in quotation marks with all of its own ones escaped. */
function isBlock(text: string): boolean {
  return text.includes("\n") || (text.length > 40 && LIKE_SOMETHING_ELSE.test(text) && text.trim() === text);
}

function items(all: unknown[], indent: string): string[] {
  return all.flatMap((item) => {
    if (!Array.isArray(item) && !isObject(item)) return keyed(`${indent}-`, item, indent);
    const inner = Array.isArray(item) ? items(item as unknown[], indent + STEP) : entries(Object.entries(item), indent + STEP);
    const [first, ...rest] = inner;
    if (first === undefined) return [`${indent}- ${scalar(item)}`];
    return [`${indent}- ${first.trimStart()}`, ...rest];
  });
}

function scalar(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value) ?? "null";
  return LIKE_SOMETHING_ELSE.test(value) || value.includes("\n") ? JSON.stringify(value) : value;
}
