/** Which samples and which format, as the address says it: the names are those of `GET /api/samples`. Pure. */
import type { Schemas } from "@/lib/api/client";
import { isFormat, type FormatName } from "./words";

type SampleChoice = Schemas["SampleChoice"];
export type Filter = { [Name in keyof Omit<SampleChoice, "batch_id">]?: NonNullable<SampleChoice[Name]> };

export interface Choice {
  format: FormatName;
  batchIds: string[];
  filter: Filter;
}

export const KINDS = ["qa", "instruction", "conversation", "preference", "grounded_qa", "classification", "reasoning", "curriculum", "enrichment", "other"] as const;
export const DIFFICULTIES = ["basic", "intermediate", "advanced"] as const;
export const REVIEWS = ["pending", "approved", "rejected"] as const;
export const ORIGINS = ["generated", "person", "enrichment"] as const;

const USUAL: FormatName = "openai_chat";
const TEXTS = ["q", "template", "topic", "topic_contains"] as const;
const SCORES = ["score_min", "score_max"] as const;
const WORDS = { kind: KINDS, difficulty: DIFFICULTIES, review: REVIEWS, origin: ORIGINS } as const;
const FILTER_NAMES = ["q", "template", "kind", "topic", "topic_contains", "difficulty", "review", "score_min", "score_max", "origin", "demo"] as const satisfies readonly (keyof Filter)[];

/** What the address chooses; what the service would not understand is left out, so that an old link still opens. */
export function choiceOf(params: URLSearchParams): Choice {
  const format = params.get("format");
  return { format: isFormat(format) ? format : USUAL, batchIds: unique(params.getAll("batch_id")), filter: filterOf(params) };
}

function filterOf(params: URLSearchParams): Filter {
  const found: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const value = params.get(name)?.trim();
    if (value) found[name] = value;
  }
  for (const [name, allowed] of Object.entries(WORDS)) {
    const value = params.get(name);
    if (value && (allowed as readonly string[]).includes(value)) found[name] = value;
  }
  for (const name of SCORES) {
    const value = Number(params.get(name) || NaN);
    if (value >= 0 && value <= 1) found[name] = value;
  }
  const demo = params.get("demo");
  if (demo === "true" || demo === "false") found.demo = demo === "true";
  return found;
}

/** The address with another choice; what else it says (the page of the history) stays. */
export function withChoice(params: URLSearchParams, { format, batchIds, filter }: Choice): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of ["format", "batch_id", ...FILTER_NAMES]) next.delete(name);
  if (format !== USUAL) next.set("format", format);
  for (const id of batchIds) next.append("batch_id", id);
  for (const name of FILTER_NAMES) {
    const value = filter[name];
    if (value !== undefined && value !== "") next.set(name, String(value));
  }
  return next;
}

/** A filter with some of its parts changed; an empty part is gone. */
export function changed(filter: Filter, change: Partial<Record<keyof Filter, unknown>>): Filter {
  const entries = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return Object.fromEntries(entries);
}

/** The same samples on the page that reviews them; it knows one batch, so several stay unnamed. */
export function reviewAddress({ batchIds, filter }: Pick<Choice, "batchIds" | "filter">): string {
  const [batch, ...others] = batchIds;
  const params = withChoice(new URLSearchParams(), { format: USUAL, batchIds: batch && !others.length ? [batch] : [], filter: { ...filter, review: "pending" } });
  return `/dataset/review?${params}`;
}

function unique(all: string[]): string[] {
  return [...new Set(all.map((one) => one.trim()).filter(Boolean))];
}
