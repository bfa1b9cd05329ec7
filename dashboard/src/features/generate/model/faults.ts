/** Where a fault of the service belongs in the form: by its JSON pointer, else to the top of the page. */
import { Problem, type Fault } from "@/lib/problem";
import type { GenerateForm } from "./form";

/** Pointers below these places are shown there, if that place is on the page. */
const PLACES: readonly RegExp[] = [
  /^\/items\/\d+\/(topic|difficulty|target_count)/,
  /^\/items\/\d+/,
  /^\/matrix\/(topics|difficulties|per_cell)/,
  /^\/parameters\/[^/]+/,
  /^\/enrich/,
  /^\/judge/,
  /^\/[^/]+/,
];

/** The place in the form that answers for a pointer: `/matrix/topics/1` is told at `/matrix/topics`. */
export function placeOf(pointer: string): string {
  for (const place of PLACES) {
    const found = place.exec(pointer);
    if (found) return found[0];
  }
  return "";
}

export function fieldId(pointer: string): string {
  return `generate${pointer.replaceAll(/[^a-z0-9]+/gi, "-")}`;
}

const ADVANCED = ["/temperature", "/seed", "/priority", "/notes", "/judge", "/enrich"];

export function isAdvanced(pointer: string): boolean {
  return ADVANCED.includes(placeOf(pointer));
}

/** The part that a fault is about, from 0; null if it is about none. */
export function itemOf(pointer: string): number | null {
  const found = /^\/items\/(\d+)/.exec(pointer);
  return found ? Number(found[1]) : null;
}

const SINGLE = ["/template", "/topic", "/difficulty", "/reasoning_instruction", "/provider", "/model", "/name", ...ADVANCED];

/** Whether the form, as it is now, has a place for this fault. */
export function isShown(pointer: string, form: GenerateForm, parameters: readonly string[], hasSource: boolean): boolean {
  const place = placeOf(pointer);
  if (SINGLE.includes(place)) return true;
  if (place === "/target_count") return form.mode === "single";
  if (place === "/source_id") return hasSource;
  if (place.startsWith("/parameters/")) return parameters.includes(place.slice("/parameters/".length));
  const item = itemOf(place);
  if (item !== null) return form.mode === "items" && item < form.items.length;
  return place.startsWith("/matrix/") && form.mode === "matrix";
}

export function sayingAt(faults: readonly Fault[], place: string): string | null {
  const found = faults.filter((fault) => placeOf(fault.pointer) === place);
  return found.length ? found.map((fault) => fault.detail).join("; ") : null;
}

/** Which places a change of a part of the form makes worth asking about anew. */
const ROOTS: Partial<Record<keyof GenerateForm, string>> = {
  count: "/target_count",
  instruction: "/reasoning_instruction",
  sourceId: "/source_id",
  ownJudge: "/judge",
  ownEnrich: "/enrich",
};

/** Faults that still stand after these parts of the form have been changed. Another template or mode is another form. */
export function standing(faults: Fault[], changed: readonly (keyof GenerateForm)[]): Fault[] {
  if (faults.length === 0) return faults;
  if (changed.includes("template") || changed.includes("mode")) return [];
  const roots = changed.map((part) => ROOTS[part] ?? `/${part}`);
  const left = faults.filter(({ pointer }) => !roots.some((root) => pointer === root || pointer.startsWith(`${root}/`)));
  return left.length === faults.length ? faults : left; // the same list draws nothing anew
}

/** The form is wrong, and not the service busy: asking the same again is no use. */
export function isFaulty(error: unknown): boolean {
  return error instanceof Problem && error.status === 422;
}
