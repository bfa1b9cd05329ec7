/** Splits as percentages that people type, and as shares of one that the service takes. Pure. */
import type { Schemas } from "@/lib/api/client";

export const PARTS = ["train", "validation", "test"] as const;
export type Part = (typeof PARTS)[number];
export type SplitTyped = Record<Part | "seed", string>;

export const NO_SPLIT: SplitTyped = { train: "100", validation: "0", test: "0", seed: "0" };
export const PRESETS: readonly (readonly [number, number, number])[] = [[100, 0, 0], [90, 5, 5], [80, 10, 10]];

const NEARLY = 1e-4; // of a per cent: the service compares to a millionth
const MAX_SEED = 2 ** 31 - 1;

export function presetName([train, validation, test]: readonly [number, number, number]): string {
  return `${train} / ${validation} / ${test}`;
}

/** The preset that stands in the fields; null for a split of one's own. */
export function presetOf(split: SplitTyped): string | null {
  const found = PRESETS.find((preset) => PARTS.every((part, at) => percentOf(split[part]) === preset[at]));
  return found ? presetName(found) : null;
}

export function withPreset(split: SplitTyped, name: string): SplitTyped {
  const preset = PRESETS.find((one) => presetName(one) === name);
  return preset ? { train: String(preset[0]), validation: String(preset[1]), test: String(preset[2]), seed: split.seed } : split;
}

/** A per cent that was typed; an empty field is nothing, and a comma is a point. */
export function percentOf(typed: string): number {
  const text = typed.trim().replace(",", ".");
  return text === "" ? 0 : Number(text);
}

/** Faults of what was typed, by the pointer of the field. */
export function splitFaults(split: SplitTyped): Record<string, string> {
  const faults: Record<string, string> = {};
  const percents = PARTS.map((part) => percentOf(split[part]));
  PARTS.forEach((part, at) => {
    const value = percents[at] as number;
    if (!(value >= 0 && value <= 100)) faults[`/split/${part}`] = "0 to 100";
  });
  if (Object.keys(faults).length) return faults;
  const sum = percents.reduce((all, one) => all + one, 0);
  if (Math.abs(sum - 100) > NEARLY) faults["/split"] = `The three must make 100 % together; they make ${rounded(sum)} %.`;
  const seed = Number(split.seed.trim() || "0");
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED)) faults["/split/seed"] = "A whole number from 0 on";
  return faults;
}

export function isSplit(split: SplitTyped): boolean {
  return percentOf(split.train) !== 100;
}

/** What the service takes; undefined where all goes into one file. */
export function sharesOf(split: SplitTyped): Schemas["Split"] | undefined {
  if (!isSplit(split)) return undefined;
  const [train, validation, test] = PARTS.map((part) => rounded(percentOf(split[part]) / 100)) as [number, number, number];
  return { train, validation, test, seed: Number(split.seed.trim() || "0") };
}

/** The fields for a split that was asked for once. */
export function typedOf(split: Partial<Schemas["Split"]> | null | undefined): SplitTyped {
  if (!split) return NO_SPLIT;
  const [train, validation, test] = PARTS.map((part) => String(rounded((split[part] ?? 0) * 100))) as [string, string, string];
  return { train, validation, test, seed: String(split.seed ?? 0) };
}

/** Without the dust of binary fractions. */
function rounded(value: number): number {
  return Math.round(value * 1e8) / 1e8;
}
