/** The rows of the comparison: what each is called, its value, and which end of it is the better one. Pure. */
import type { Analytics } from "@/lib/api/analytics";
import type { BatchWithItems } from "@/lib/api/batches";
import { acceptance } from "@/lib/cost";
import { count, counted, duration, milliseconds, NONE, percent, perMinute, sentence, tokens, usd } from "@/lib/format";
import { settingsOf } from "../detail/settings";
import type { Better } from "./best";

export interface Compared {
  id: string;
  batch: BatchWithItems;
  /** Absent while it is asked for. */
  figures: Analytics | undefined;
}

export interface Cell {
  /** What is compared. */
  value: number | null;
  text: string;
  /** The numbers behind it. */
  detail?: string;
}

export interface Measure {
  name: string;
  hint?: string;
  better: Better | null;
  /** Comes from the figures, which take a moment. */
  isLate?: boolean;
  cell: (one: Compared) => Cell;
}

export const MEASURES: readonly Measure[] = [
  { name: "Yield of the target", hint: "accepted ÷ target", better: "high", cell: ({ batch }) => share(batch.samples_generated, batch.target_count) },
  { name: "Yield of the calls", hint: "accepted ÷ attempts", better: "high", cell: ({ batch }) => share(batch.samples_generated, batch.attempts) },
  { name: "Acceptance", hint: "accepted ÷ judged", better: "high", cell: acceptanceCell },
  { name: "Mean score", better: "high", isLate: true, cell: ({ figures }) => plainCell(figures?.scores.mean, (mean) => mean.toFixed(2)) },
  { name: "Cost of a sample", hint: "all calls ÷ accepted", better: "low", isLate: true, cell: ({ figures }) => plainCell(figures?.cost_per_accepted_usd, usd) },
  { name: "Tokens of a sample", hint: "all calls ÷ accepted", better: "low", isLate: true, cell: ({ figures }) => plainCell(figures?.tokens_per_accepted, tokens) },
  { name: "Rate", hint: "accepted in an active minute", better: "high", isLate: true, cell: ({ figures }) => plainCell(figures?.rate_per_minute, perMinute) },
  { name: "Duplicates", hint: "of judged answers", better: "low", isLate: true, cell: duplicatesCell },
  { name: "Waits", hint: "no call was out, of the active time", better: "low", isLate: true, cell: waitsCell },
  { name: "Latency, half of the calls", hint: "p50", better: "low", isLate: true, cell: ({ figures }) => plainCell(figures?.latency_ms?.p50, milliseconds) },
  { name: "Latency, 99 of 100 calls", hint: "p99", better: "low", isLate: true, cell: ({ figures }) => plainCell(figures?.latency_ms?.p99, milliseconds) },
  { name: "Active time", better: null, isLate: true, cell: ({ figures }) => plainCell(figures?.active_s, duration) },
  { name: "Cost so far", better: null, cell: ({ batch }) => plainCell(batch.cost.total_usd ?? batch.cost_usd, usd) },
];

function plainCell(value: number | null | undefined, text: (value: number) => string): Cell {
  return value == null ? { value: null, text: NONE } : { value, text: text(value) };
}

function share(part: number, whole: number): Cell {
  if (whole <= 0) return { value: null, text: NONE };
  return { value: part / whole, text: percent(part / whole), detail: `${count(part)} of ${count(whole)}` };
}

function acceptanceCell({ batch: { samples_generated, rejected_count } }: Compared): Cell {
  const value = acceptance(samples_generated, rejected_count);
  return { value, text: percent(value), ...(value === null ? {} : { detail: `${count(rejected_count)} refused` }) };
}

function duplicatesCell({ batch, figures }: Compared): Cell {
  const judged = batch.samples_generated + batch.rejected_count;
  if (!figures || !judged) return { value: null, text: NONE };
  return { value: figures.duplicates / judged, text: percent(figures.duplicates / judged), detail: counted(figures.duplicates, "answer") };
}

function waitsCell({ figures }: Compared): Cell {
  if (!figures || figures.active_s <= 0) return { value: null, text: NONE };
  const part = figures.waiting_s / figures.active_s;
  return { value: part, text: percent(part), detail: duration(figures.waiting_s) };
}

/** All calls without a sample, then each kind of them; most frequent first. Kinds are not ranked: the sum is. */
export function errorMeasures(all: readonly Compared[]): Measure[] {
  const sums = new Map<string, number>();
  for (const { figures } of all) {
    for (const { reason, count: number } of figures?.failures ?? []) sums.set(reason, (sums.get(reason) ?? 0) + number);
  }
  const kinds = [...sums].sort(([a, x], [b, y]) => y - x || a.localeCompare(b)).map(([reason]) => reason);
  return [
    { name: "All kinds", hint: "of the attempts", better: "low", isLate: true, cell: (one) => errorsCell(one, () => true) },
    ...kinds.map<Measure>((reason) => ({ name: sentence(reason), better: null, isLate: true, cell: (one) => errorsCell(one, (kind) => kind === reason) })),
  ];
}

function errorsCell({ batch, figures }: Compared, isOf: (reason: string) => boolean): Cell {
  if (!figures || !batch.attempts) return { value: null, text: NONE };
  const number = figures.failures.filter(({ reason }) => isOf(reason)).reduce((sum, group) => sum + group.count, 0);
  return { value: number / batch.attempts, text: count(number), ...(number ? { detail: percent(number / batch.attempts) } : {}) };
}

export interface SettingRow {
  name: string;
  values: string[];
  differs: boolean;
}

/** Where its files lie and how it is called say nothing of how a batch was made. */
const NOT_COMPARED = new Set(["Data path", "Batch of the day", "Notes"]);

export function settingRows(all: readonly Compared[]): SettingRow[] {
  const lists = all.map(({ batch }) => new Map([...settingsOf(batch), { name: "Parts", value: partsOf(batch) }].map(({ name, value }) => [name, value])));
  const names = [...new Set(lists.flatMap((list) => [...list.keys()]))].filter((name) => !NOT_COMPARED.has(name));
  return names.map((name) => {
    const values = lists.map((list) => list.get(name) ?? NONE);
    return { name, values, differs: values.some((value) => value !== values[0]) };
  });
}

function partsOf({ items }: BatchWithItems): string {
  if (items.length <= 1) return "one";
  return `${count(items.length)}: ${items.map((item) => item.name ?? item.topic ?? `part ${item.item}`).join("; ")}`;
}
