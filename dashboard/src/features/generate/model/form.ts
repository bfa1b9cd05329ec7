/** The form of an order as people fill it in. Numbers are texts here, so that nobody's typing is corrected while they type. */
import type { Order } from "@/lib/api/batches";
import type { ProviderName } from "@/lib/api/providers";

export type Difficulty = "basic" | "intermediate" | "advanced";
export type Mode = "single" | "items" | "matrix";
export type Value = string | number;
export type JudgeChoice = "template" | "none" | "own";

export const DIFFICULTIES: readonly Difficulty[] = ["basic", "intermediate", "advanced"];
export const AUTO = "auto";

type ItemWanted = NonNullable<Order["items"]>[number];

export interface ItemRow {
  key: number;
  topic: string;
  difficulty: Difficulty | "";
  count: string;
  /** What a loaded part says beyond the columns of the table: it is sent as it came. */
  own: Pick<ItemWanted, "name" | "template" | "parameters">;
}

/** What a loaded order says that the form has no field for. It is named beside the form, and can be taken out. */
export type Kept = Partial<Pick<Order, "taxonomy" | "drive" | "kind">>;

export interface GenerateForm {
  template: string;
  mode: Mode;
  topic: string;
  difficulty: Difficulty | "";
  instruction: string;
  count: string;
  items: ItemRow[];
  matrix: { topics: string[]; difficulties: Difficulty[]; perCell: string };
  /** Of each parameter the values to use: none is left out, one is fixed, of several each is drawn as often. */
  parameters: Record<string, Value[]>;
  sourceId: string;
  provider: ProviderName | "";
  model: string;
  temperature: string;
  seed: string;
  priority: string;
  name: string;
  notes: string;
  judge: JudgeChoice;
  ownJudge: Exclude<Order["judge"], false | null | undefined> | null;
  enrich: string;
  /** Fields, provider and so on of a loaded enrichment; they hold as long as its template stays. */
  ownEnrich: NonNullable<Order["enrich"]> | null;
  kept: Kept;
}

export const BLANK: GenerateForm = {
  template: "",
  mode: "single",
  topic: "",
  difficulty: "",
  instruction: "",
  count: "20",
  items: [],
  matrix: { topics: [], difficulties: [], perCell: "5" },
  parameters: {},
  sourceId: "",
  provider: "",
  model: "",
  temperature: "",
  seed: "",
  priority: "",
  name: "",
  notes: "",
  judge: "template",
  ownJudge: null,
  enrich: "",
  ownEnrich: null,
  kept: {},
};

export function newRow(rows: readonly ItemRow[], like?: Partial<Omit<ItemRow, "key">>): ItemRow {
  const key = Math.max(0, ...rows.map((row) => row.key)) + 1;
  return { topic: "", difficulty: "", count: "10", own: {}, ...like, key };
}

/** Cells of the matrix: a list that is empty counts once, as it is drawn from. */
export function cellsOf({ topics, difficulties }: GenerateForm["matrix"]): number {
  return Math.max(1, topics.length) * Math.max(1, difficulties.length);
}

/** How many samples the form asks for; null while a count is no number. */
export function sumOf(form: GenerateForm): number | null {
  if (form.mode === "items") return form.items.reduce<number | null>((sum, row) => plus(sum, wholeOf(row.count)), 0);
  if (form.mode === "matrix") return times(wholeOf(form.matrix.perCell), cellsOf(form.matrix));
  return wholeOf(form.count);
}

export function wholeOf(text: string): number | null {
  return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : null;
}

/** A number with a point or a comma in it, or without. */
export function decimalOf(text: string): number | null {
  const trimmed = text.trim().replace(",", ".");
  return trimmed && Number.isFinite(Number(trimmed)) ? Number(trimmed) : null;
}

export type Numeric = "whole" | "decimal";

/** What is wrong with a text that is meant to be a number; an empty one is meant to be nothing. */
export function faultOfNumber(text: string, numeric: Numeric): string | null {
  if (!text.trim()) return null;
  if (numeric === "whole") return wholeOf(text) === null ? "must be a whole number" : null;
  return decimalOf(text) === null ? "must be a number" : null;
}

function plus(sum: number | null, next: number | null): number | null {
  return sum === null || next === null ? null : sum + next;
}

function times(one: number | null, many: number): number | null {
  return one === null ? null : one * many;
}
