/** What the list keeps of each sample, and pages of it. Pure: contents stay out, so that 100,000 rows fit in memory. */
import type { InfiniteData } from "@tanstack/react-query";
import { summaryOf } from "@/components/sample/summary";
import type { Schemas } from "@/lib/api/client";
import type { Sample } from "@/lib/api/samples";
import type { Filters } from "../shared/filters";

export interface SampleRow {
  id: string;
  summary: string;
  topic: string;
  difficulty: string;
  template: string;
  score: number | null;
  /** A person's decision; why it was refused, of a candidate. */
  review: string;
  isRefused: boolean;
  isDemo: boolean;
  at: string;
}

export interface RowPage {
  rows: SampleRow[];
  total: number;
  isExact: boolean;
  next: string | null;
}

export type Pages = InfiniteData<RowPage, string>;

export function rowOf(sample: Sample): SampleRow {
  const isRefused = sample.verdict === "rejected";
  return {
    id: sample.sample_id,
    summary: sample.content ? summaryOf(sample.content) : (sample.findings.at(-1)?.message ?? summaryOf(null)),
    topic: sample.topic,
    difficulty: sample.difficulty,
    template: sample.template,
    score: sample.score,
    review: isRefused ? (sample.reason ?? "refused") : (sample.review ?? "pending"),
    isRefused,
    isDemo: sample.demo,
    at: sample.created_at,
  };
}

export function pageOf(answer: Schemas["SampleList"]): RowPage {
  return { rows: answer.samples.map(rowOf), total: answer.total, isExact: answer.total_is_exact, next: answer.next_cursor ?? null };
}

/** The pages with another decision on some rows; pages and rows that it does not concern stay the same objects. */
export function decided(pages: Pages, ids: ReadonlySet<string>, review: string): Pages {
  const changed = pages.pages.map((page) =>
    page.rows.some((row) => ids.has(row.id) && row.review !== review)
      ? { ...page, rows: page.rows.map((row) => (ids.has(row.id) ? { ...row, review } : row)) }
      : page,
  );
  return { ...pages, pages: changed };
}

/**
 * What came since the list was loaded: how many, null if only that there is something, 0 for nothing.
 * @param now first page of now; one row is enough
 */
export function newsOf(loaded: RowPage, now: RowPage, sort: Filters["sort"]): number | null {
  const more = loaded.isExact && now.isExact ? Math.max(0, now.total - loaded.total) : 0;
  if (sort) return more; // by score a new one stands anywhere: only the count tells
  const [newest] = now.rows;
  if (!newest || loaded.rows.some((row) => row.id === newest.id)) return 0;
  return more || null;
}
