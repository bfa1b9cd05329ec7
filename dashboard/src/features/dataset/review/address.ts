/** The review's address: the filters of the dataset, pending ones unless it says otherwise, and the sample looked at. */
import { filtersOf, type Filters } from "../shared/filters";

/** `review=` without a value means all decisions. */
export function queryOf(params: URLSearchParams): Filters {
  const filters = filtersOf(params);
  return params.has("review") || filters.verdict === "rejected" ? filters : { ...filters, review: "pending" };
}

/** The same samples as a list: `at` belongs to the review alone. */
export function listAddress(params: URLSearchParams): string {
  const kept = new URLSearchParams(params);
  kept.delete("at");
  return kept.size ? `/dataset?${kept}` : "/dataset";
}

/** Whether samples are left out for another reason than the decision about them. */
export function isNarrow(filters: Filters): boolean {
  return Object.keys(filters).some((name) => !["review", "sort", "verdict"].includes(name));
}

/** What the samples under review are called, behind their number. */
export function nounOf(filters: Filters): string {
  return filters.verdict === "rejected" ? "refused candidates" : (filters.review ?? "samples");
}
