/** From an order, of a preset or of a past batch, to the form. What the form has no field for is kept as it is. */
import type { Order } from "@/lib/api/batches";
import type { PresetOrder } from "@/lib/api/presets";
import { BLANK, type GenerateForm, type ItemRow, type Kept, type Value } from "./form";

export function orderToForm(order: PresetOrder | Order): GenerateForm {
  return {
    ...BLANK,
    template: order.template ?? BLANK.template,
    ...amountOf(order),
    topic: order.topic ?? "",
    difficulty: order.difficulty ?? "",
    instruction: order.reasoning_instruction ?? "",
    parameters: valuesOf(order.parameters ?? {}),
    sourceId: order.source_id ?? "",
    provider: order.provider ?? "",
    model: order.model ?? "",
    temperature: textOf(order.temperature),
    seed: textOf(order.seed),
    priority: textOf(order.priority),
    name: order.name ?? "",
    notes: order.notes ?? "",
    ...judgeOf(order),
    enrich: order.enrich?.template ?? "",
    ownEnrich: order.enrich ?? null,
    kept: keptOf(order),
  };
}

function amountOf(order: PresetOrder | Order): Partial<GenerateForm> {
  if (order.items?.length) return { mode: "items", items: order.items.map(rowOf) };
  if (order.matrix) {
    const { topics = [], difficulties = [], per_cell } = order.matrix;
    return { mode: "matrix", matrix: { topics, difficulties, perCell: textOf(per_cell) } };
  }
  return { mode: "single", count: textOf(order.target_count) };
}

function rowOf(item: NonNullable<Order["items"]>[number], index: number): ItemRow {
  const { topic, difficulty, target_count, ...own } = item;
  const said = Object.fromEntries(Object.entries(own).filter(([, value]) => value != null));
  return { key: index + 1, topic: topic ?? "", difficulty: difficulty ?? "", count: textOf(target_count), own: said };
}

function judgeOf({ judge }: PresetOrder | Order): Pick<GenerateForm, "judge" | "ownJudge"> {
  if (judge === false) return { judge: "none", ownJudge: null };
  return judge ? { judge: "own", ownJudge: judge } : { judge: "template", ownJudge: null };
}

function keptOf({ taxonomy, drive, kind }: PresetOrder | Order): Kept {
  return { ...(taxonomy && { taxonomy }), ...(drive === "client" && { drive }), ...(kind && { kind }) };
}

export function valuesOf(parameters: Record<string, unknown>): Record<string, Value[]> {
  return Object.fromEntries(
    Object.entries(parameters)
      .map(([name, given]) => [name, (Array.isArray(given) ? given : [given]).filter(isValue)] as const)
      .filter(([, values]) => values.length > 0),
  );
}

function isValue(value: unknown): value is Value {
  return typeof value === "string" || typeof value === "number";
}

function textOf(value: number | null | undefined): string {
  return value == null ? "" : String(value);
}
