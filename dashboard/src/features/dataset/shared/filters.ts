/** Which samples are looked at, and how the address says so: the names are those of `GET /api/samples`. Pure. */
import type { SampleFilter, SampleQuery } from "@/lib/api/samples";
import { plain } from "@/lib/format";

export type Filters = { [Name in keyof Omit<SampleQuery, "cursor" | "limit">]: NonNullable<SampleQuery[Name]> };

export const KINDS = ["qa", "instruction", "conversation", "preference", "grounded_qa", "classification", "reasoning", "curriculum", "enrichment", "other"] as const;
export const DIFFICULTIES = ["basic", "intermediate", "advanced"] as const;
export const REVIEWS = ["pending", "approved", "rejected"] as const;
export const ORIGINS = ["generated", "person", "enrichment"] as const;
export const SORTS = ["-id", "-score", "score"] as const;

const WORDS: Partial<Record<keyof Filters, readonly string[]>> = {
  kind: KINDS,
  difficulty: DIFFICULTIES,
  review: REVIEWS,
  origin: ORIGINS,
  sort: SORTS,
  verdict: ["accepted", "rejected"],
};
const TEXTS = ["batch_id", "template", "topic", "topic_contains", "q", "reason"] as const;
const SCORES = ["score_min", "score_max"] as const;
const OF_ACCEPTED = ["review", "origin", "sort"] as const; // refused candidates have none of these

export const FILTER_NAMES = ["q", "verdict", "reason", "review", "batch_id", "template", "kind", "topic", "topic_contains", "difficulty", "score_min", "score_max", "origin", "demo", "sort"] as const satisfies readonly (keyof Filters)[];

/** What the address asks for. What the service would not understand is left out, so that an old link still opens. */
export function filtersOf(params: URLSearchParams): Filters {
  const found: Record<string, unknown> = {};
  for (const [name, allowed] of Object.entries(WORDS)) {
    const value = params.get(name);
    if (value && allowed.includes(value)) found[name] = value;
  }
  for (const name of TEXTS) {
    const value = params.get(name)?.trim();
    if (value) found[name] = value;
  }
  for (const name of SCORES) {
    const value = Number(params.get(name) || NaN);
    if (value >= 0 && value <= 1) found[name] = value;
  }
  const demo = params.get("demo");
  if (demo === "true" || demo === "false") found.demo = demo === "true";
  return consistent(found);
}

/** Filters that can stand together: what does not fit the verdict goes, and so do score bounds the wrong way round. */
export function consistent(filters: Filters): Filters {
  const left: Filters = { ...filters };
  if (left.verdict === "rejected") for (const name of OF_ACCEPTED) delete left[name];
  else {
    delete left.verdict;
    delete left.reason;
  }
  if (left.sort === "-id") delete left.sort;
  if ((left.score_min ?? 0) > (left.score_max ?? 1)) delete left.score_max;
  return left;
}

/** The address with other filters; what else it says (the sample that is open) stays. */
export function withFilters(params: URLSearchParams, filters: Filters): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of FILTER_NAMES) next.delete(name);
  for (const [name, value] of addressOf(filters)) next.set(name, value);
  return next;
}

export function addressOf(filters: Filters): URLSearchParams {
  const clean = consistent(filters);
  const params = new URLSearchParams();
  for (const name of FILTER_NAMES) {
    if (clean[name] !== undefined) params.set(name, String(clean[name]));
  }
  return params;
}

/** A link to another page about the same samples. */
export function linkTo(page: string, filters: Filters, more: Record<string, string> = {}): string {
  const params = addressOf(filters);
  for (const [name, value] of Object.entries(more)) params.set(name, value);
  return params.size ? `${page}?${params}` : page;
}

/** The filter of a review of many: the order does not matter to it, and candidates cannot be reviewed. */
export function reviewFilterOf(filters: Filters): SampleFilter {
  const left: Filters = { ...filters };
  for (const name of ["sort", "verdict", "reason"] as const) delete left[name];
  return left;
}

export const KIND_NAMES: Record<string, string> = { qa: "Q&A", grounded_qa: "grounded Q&A" };

/** One filter in words, such as `score at least 0.8`. */
export function inWords(name: keyof Filters, filters: Filters): string {
  const value = String(filters[name]);
  switch (name) {
    case "q":
      return `containing ${value}`;
    case "kind":
      return `kind ${KIND_NAMES[value] ?? plain(value)}`;
    case "batch_id":
      return `batch ${value}`;
    case "topic_contains":
      return `topic contains “${value}”`;
    case "score_min":
      return `score at least ${value}`;
    case "score_max":
      return `score at most ${value}`;
    case "demo":
      return filters.demo ? "demo data only" : "without demo data";
    case "origin":
      return ORIGIN_NAMES[value] ?? value;
    case "reason":
      return `refused as ${plain(value)}`;
    default:
      return `${name} ${plain(value)}`;
  }
}

const ORIGIN_NAMES: Record<string, string> = { generated: "as generated", person: "edited by a person", enrichment: "changed by an enrichment" };

/** Filters that narrow the list down, in the order in which they are told. */
export function activeOf(filters: Filters): (keyof Filters)[] {
  return FILTER_NAMES.filter((name) => name !== "sort" && name !== "verdict" && filters[name] !== undefined);
}

/** All filters in words; what is without any is "all samples". */
export function described(filters: Filters): string {
  const active = activeOf(filters);
  return active.length ? active.map((name) => inWords(name, filters)).join(", ") : "all samples of the dataset";
}
