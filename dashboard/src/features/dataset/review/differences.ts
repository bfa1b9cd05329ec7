/** What differs between two contents, field by field and word by word. */
import { diffWordsWithSpace } from "diff";

export type Content = Record<string, unknown>;

export interface Part {
  text: string;
  kind: "same" | "added" | "removed";
}

export interface FieldDifference {
  field: string;
  before: string;
  after: string;
  parts: Part[];
}

const PATIENCE_MS = 200; // two long texts with little in common

/** A value as text that can be compared: texts as they are, lists of texts by lines, messages as a script. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.length && value.every((one) => typeof one === "string")) return value.join("\n");
  if (isScript(value)) return value.map(({ role, content }) => `${role}: ${content}`).join("\n");
  return JSON.stringify(value, null, 2);
}

function isScript(value: unknown): value is { role: string; content: string }[] {
  if (!Array.isArray(value) || !value.length) return false;
  return value.every((one: unknown) => {
    if (typeof one !== "object" || one === null) return false;
    const message = one as Content;
    return Object.keys(message).length === 2 && typeof message.role === "string" && typeof message.content === "string";
  });
}

export function sameValue(one: unknown, other: unknown): boolean {
  return ordered(one) === ordered(other);
}

function ordered(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  ) ?? "";
}

/** Names of the fields that differ, in the order in which a reader meets them. */
export function changedFields(before: Content, after: Content): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => !sameValue(before[name], after[name]));
}

export function differencesOf(before: Content, after: Content): FieldDifference[] {
  return changedFields(before, after).map((field) => {
    const [old, now] = [asText(before[field]), asText(after[field])];
    return { field, before: old, after: now, parts: partsOf(old, now) };
  });
}

/** Two texts as one with marks; if they have too little in common to be compared in time, one after the other. */
export function partsOf(before: string, after: string): Part[] {
  const changes = diffWordsWithSpace(before, after, { timeout: PATIENCE_MS });
  if (!changes) return [part(before, "removed"), part(after, "added")];
  return changes.map(({ value, added, removed }) => part(value, added ? "added" : removed ? "removed" : "same"));
}

function part(text: string, kind: Part["kind"]): Part {
  return { text, kind };
}
