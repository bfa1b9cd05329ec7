/** Where in the form a pointer points: the section to open, and the words for the field. */
import { plain } from "@/lib/format";
import type { Fault } from "@/lib/problem";
import { lineOf } from "./outline";

export type SectionId = "about" | "prompt" | "sample" | "parameters" | "topics" | "checks" | "judge" | "more" | "values";

export interface Place {
  section: SectionId;
  label: string;
}

const OF_FIRST: Record<string, Place> = {
  name: { section: "about", label: "Name" },
  kind: { section: "about", label: "Kind" },
  description: { section: "about", label: "Description" },
  system: { section: "prompt", label: "System" },
  user: { section: "prompt", label: "User" },
  schema: { section: "sample", label: "Fields of the sample" },
  identity_fields: { section: "sample", label: "Identity fields" },
  parameters: { section: "parameters", label: "Parameters" },
  taxonomy: { section: "topics", label: "Topics" },
  framings: { section: "topics", label: "Framings" },
  checks: { section: "checks", label: "Checks" },
  judge: { section: "judge", label: "Judge" },
  defaults: { section: "more", label: "Defaults" },
  examples: { section: "more", label: "Examples" },
  small: { section: "more", label: "Form for small models" },
};

/** @param outline the taxonomy's text, to name the line. */
export function placeOf(pointer: string, outline = ""): Place {
  const [first = "", ...rest] = parts(pointer);
  const place = OF_FIRST[first];
  if (!place) return { section: "values", label: first ? plain([first, ...rest].join(", ")) : "Template" };
  return { section: place.section, label: labelOf(first, rest, place.label, pointer, outline) };
}

function labelOf(first: string, rest: string[], label: string, pointer: string, outline: string): string {
  const [one, ...deeper] = rest;
  if (one === undefined) return label;
  if (first === "schema" && one === "properties") return named("Field", deeper);
  if (first === "parameters") return named("Parameter", rest);
  if (first === "taxonomy") {
    const line = lineOf(outline, pointer);
    return line === null ? label : `${label}, line ${line}`;
  }
  if (first === "judge" && one === "rubric" && deeper.length > 0) return numbered("Criterion", deeper);
  const single = { checks: "Check", framings: "Framing", examples: "Example", identity_fields: "Identity field" }[first];
  return single ? numbered(single, rest) : [label, ...rest.map(plain)].join(", ");
}

function named(word: string, [name = "", ...rest]: string[]): string {
  return [`${word} ${name || "without a name"}`, ...rest.map(plain)].join(", ");
}

function numbered(word: string, [at = "", ...rest]: string[]): string {
  return [/^\d+$/.test(at) ? `${word} ${Number(at) + 1}` : `${word} ${at}`, ...rest.map(plain)].join(", ");
}

function parts(pointer: string): string[] {
  const path = pointer.replace(/^\/?/, "");
  return path === "" ? [] : path.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Render's faults: those of the definition, with their pointers from there, and those of the values it is tried with. */
export function sorted(faults: readonly Fault[]): { definition: Fault[]; values: Fault[] } {
  const own = (fault: Fault) => fault.pointer === "/definition" || fault.pointer.startsWith("/definition/");
  return {
    definition: faults.filter(own).map((fault) => ({ ...fault, pointer: fault.pointer.slice("/definition".length) })),
    values: faults.filter((fault) => !own(fault)),
  };
}

/** The line that a fault names, from 1. */
export function lineIn(detail: string): number | null {
  const found = /\bline (\d+)\b/.exec(detail)?.[1];
  return found === undefined ? null : Number(found);
}

/** Where a line begins and ends, to select it. */
export function lineRange(text: string, line: number): [number, number] {
  const lines = text.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [Math.min(start, text.length), Math.min(start + (lines[line - 1]?.length ?? 0), text.length)];
}
