/** What the list of batches shows, as the address tells it: filters, order, page, columns and density. Pure. */
import type { Batch, BatchListQuery } from "@/lib/api/batches";

export type Status = Batch["status"];
export type Sort = NonNullable<BatchListQuery["sort"]>;
export type Density = "compact" | "standard" | "comfortable";

export const STATUSES: readonly Status[] = ["running", "queued", "paused", "completed", "stopped", "failed"];
export const SIZES = [25, 50, 100];
export const DENSITIES: readonly Density[] = ["compact", "standard", "comfortable"];

/** Orders that the service knows; the grid's columns have the same names. */
const SORTED = ["name", "status", "samples_generated", "target_count", "total_tokens", "created_at", "started_at", "completed_at", "priority"];
const NEWEST = "-id" satisfies Sort;

export interface View {
  q: string;
  status: readonly Status[];
  model: string;
  topic: string;
  sort: Sort;
  /** From 0 on. */
  page: number;
  size: number;
  density: Density;
  /** Columns that a person has switched away from what is usual, on or off. */
  switched: readonly string[];
}

export const USUAL: View = { q: "", status: [], model: "", topic: "", sort: NEWEST, page: 0, size: 25, density: "standard", switched: [] };

/** What is no longer or never was a legal value is passed over: an old link shows a list, not a fault. */
export function readView(params: URLSearchParams): View {
  const text = (name: string) => params.get(name)?.trim() ?? "";
  const sort = text("sort");
  const size = Number(text("size"));
  const density = text("density") as Density;
  return {
    q: text("q"),
    status: STATUSES.filter((status) => listOf(params, "status").includes(status)),
    model: text("model"),
    topic: text("topic"),
    sort: SORTED.includes(sort.replace(/^-/, "")) || sort === "id" ? (sort as Sort) : NEWEST,
    page: Math.max(0, Math.trunc(Number(text("page")) || 1) - 1),
    size: SIZES.includes(size) ? size : USUAL.size,
    density: DENSITIES.includes(density) ? density : USUAL.density,
    switched: listOf(params, "columns"),
  };
}

/** Only what is not usual stands in the address. Other words of it stay. */
export function writeView(view: View, before: URLSearchParams = new URLSearchParams()): URLSearchParams {
  const params = new URLSearchParams(before);
  const put = (name: string, value: string, usual: string) => (value === usual ? params.delete(name) : params.set(name, value));
  put("q", view.q, "");
  put("status", view.status.join(","), "");
  put("model", view.model, "");
  put("topic", view.topic, "");
  put("sort", view.sort, USUAL.sort);
  put("page", String(view.page + 1), "1");
  put("size", String(view.size), String(USUAL.size));
  put("density", view.density, USUAL.density);
  put("columns", view.switched.join(","), "");
  return params;
}

/** A change of what is searched begins at the first page. */
export function changed(view: View, change: Partial<View>): View {
  const searches = ["q", "status", "model", "topic", "sort", "size"].some((name) => name in change);
  return { ...view, ...(searches ? { page: 0 } : {}), ...change };
}

export function toQuery(view: View): BatchListQuery {
  return {
    limit: view.size,
    offset: view.page * view.size,
    sort: view.sort,
    ...(view.status.length ? { status: [...view.status] } : {}),
    ...filtersOf(view),
  };
}

function filtersOf({ q, model, topic }: View): { q?: string; model?: string; topic?: string } {
  return { ...(q ? { q } : {}), ...(model ? { model } : {}), ...(topic ? { topic } : {}) };
}

export function isFiltered(view: View): boolean {
  return view.status.length > 0 || Object.keys(filtersOf(view)).length > 0;
}

export const UNFILTERED = { q: "", status: [], model: "", topic: "" } satisfies Partial<View>;

const HISTORY_SORTS = /^-?(id|started_at|samples_generated|target_count)$/;

/** The same batches as a table to download. The route takes one status at most, and fewer orders than the list. */
export function csvAddress(view: View, status: Status | undefined): string {
  const params = new URLSearchParams({ format: "csv", ...filtersOf(view) });
  if (status) params.set("status", status);
  if (view.sort !== NEWEST && HISTORY_SORTS.test(view.sort)) params.set("sort", view.sort);
  return `/api/generate/batch/history?${params.toString()}`;
}

function listOf(params: URLSearchParams, name: string): string[] {
  return params
    .getAll(name)
    .flatMap((value) => value.split(","))
    .filter(Boolean);
}
