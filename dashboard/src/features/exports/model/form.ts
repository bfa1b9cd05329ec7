/** The form of a new export, and the request it becomes. Pure; both ways. */
import type { ExportWanted } from "@/lib/api/exports";
import { choiceOf, type Choice, type Filter } from "./choice";
import { columnFaults, columnsOf, fieldsOf, type Column } from "./columns";
import { NO_SPLIT, sharesOf, splitFaults, typedOf, type SplitTyped } from "./split";
import { formatOf, isFormat, REVIEW_RULES, type FormatName, type Reviewed } from "./words";

/** What the address does not say. */
export interface Manner {
  /** Samples by their ids, of an export that is made again. */
  ids: string[];
  /** null until one is chosen: then the format's own. */
  review: Reviewed | null;
  includeDemo: boolean;
  split: SplitTyped;
  /** null takes all fields. */
  columns: Column[] | null;
  /** Field of the sample by role, for formats that have roles. */
  roles: Record<string, string>;
  systemPrompt: string;
  shardRows: string;
  language: string;
}

export type ExportForm = Choice & Manner;

export const USUAL_MANNER: Manner = {
  ids: [],
  review: null,
  includeDemo: false,
  split: NO_SPLIT,
  columns: null,
  roles: {},
  systemPrompt: "",
  shardRows: "",
  language: "en",
};

const MOST_ROWS = 10_000_000;

/** The rule that holds: one batch is kept whole, all else needs approval, unless somebody says otherwise. */
export function reviewOf({ review, format }: Pick<ExportForm, "review" | "format">): Reviewed {
  return review ?? (format === "batch_zip" ? "any" : "approved");
}

/** Why this format cannot take what is chosen; null when it can. */
export function whyNot(format: FormatName, form: Pick<ExportForm, "batchIds" | "filter" | "ids">): string | null {
  if (format !== "batch_zip") return null;
  if (form.batchIds.length !== 1) return "Needs exactly one batch: choose it first.";
  return Object.keys(form.filter).length || form.ids.length ? "Takes a whole batch: clear the other filters first." : null;
}

export function requestOf(form: ExportForm): ExportWanted {
  const { roles } = formatOf(form.format);
  const fields = roles.length ? rolesOf(form, roles) : form.columns && fieldsOf(form.columns);
  const split = sharesOf(form.split);
  return {
    format: form.format,
    ...(form.batchIds.length && { batch_ids: form.batchIds }),
    ...(form.ids.length && { ids: form.ids }),
    ...(Object.keys(form.filter).length && { filter: form.filter }),
    // A filter that names a decision says by itself which reviews leave.
    ...(!form.filter.review && { review: reviewOf(form) }),
    include_demo: form.includeDemo,
    ...(split && { split }),
    ...(fields && { fields }),
    ...(form.shardRows.trim() && { shard_rows: Number(form.shardRows) }),
    ...(roles.length && form.systemPrompt.trim() && { system_prompt: form.systemPrompt }),
    ...(form.language.trim() && { language: form.language.trim() }),
  };
}

function rolesOf(form: ExportForm, roles: readonly string[]): Record<string, string> | undefined {
  const said = roles.flatMap((role) => {
    const field = form.roles[role]?.trim();
    return field ? [[role, field] as const] : [];
  });
  return said.length ? Object.fromEntries(said) : undefined;
}

/** The form that asks for the same as an export did. */
export function formOf(request: Record<string, unknown>): ExportForm {
  return { ...mannerOf(request), ...choiceOfRequest(request) };
}

export function choiceOfRequest(request: Record<string, unknown>): Choice {
  const wanted = request as Partial<ExportWanted>;
  const { batch_id, ...filter } = wanted.filter ?? {};
  const named = Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null)) as Filter;
  const usual = choiceOf(new URLSearchParams());
  return { format: isFormat(wanted.format) ? wanted.format : usual.format, batchIds: batch_id ? [batch_id] : (wanted.batch_ids ?? []), filter: named };
}

export function mannerOf(request: Record<string, unknown>): Manner {
  const wanted = request as Partial<ExportWanted>;
  const fields = wanted.fields;
  const hasRoles = isFormat(wanted.format) && formatOf(wanted.format).roles.length > 0;
  return {
    ids: wanted.ids ?? [],
    review: REVIEW_RULES.find(({ rule }) => rule === wanted.review)?.rule ?? null,
    includeDemo: wanted.include_demo ?? false,
    split: typedOf(wanted.split),
    columns: hasRoles ? null : columnsOf(fields),
    roles: hasRoles && fields && !Array.isArray(fields) ? (fields as Record<string, string>) : {},
    systemPrompt: wanted.system_prompt ?? "",
    shardRows: wanted.shard_rows ? String(wanted.shard_rows) : "",
    language: wanted.language ?? "en",
  };
}

/** What is wrong before anybody is asked, by the pointer of the field. */
export function faultsOf(form: ExportForm): Record<string, string> {
  const faults = splitFaults(form.split);
  if (!formatOf(form.format).roles.length) Object.assign(faults, columnFaults(form.columns));
  const unfit = whyNot(form.format, form);
  if (unfit) faults["/format"] = unfit;
  const { score_min = 0, score_max = 1 } = form.filter;
  if (score_min > score_max) faults["/filter/score_max"] = "Not below the least score";
  const rows = form.shardRows.trim();
  if (rows && !(Number.isInteger(Number(rows)) && Number(rows) >= 1 && Number(rows) <= MOST_ROWS)) faults["/shard_rows"] = "A whole number from 1 to 10,000,000";
  return faults;
}
