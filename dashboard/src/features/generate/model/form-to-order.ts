/** From the form to what a start takes. What is not set is left out, so that the service's own defaults hold. */
import type { Order } from "@/lib/api/batches";
import type { Fault } from "@/lib/problem";
import { decimalOf, faultOfNumber, wholeOf, type GenerateForm, type ItemRow, type Value } from "./form";

export interface Written {
  order: Order;
  /** Texts that are no numbers; the service never sees these. */
  faults: Fault[];
}

type ItemWanted = NonNullable<Order["items"]>[number];

export function formToOrder(form: GenerateForm): Written {
  const read = new Reader();
  const order: Order = {
    ...told("template", form.template),
    ...told("name", form.name),
    ...told("notes", form.notes),
    ...amountOf(form, read),
    ...told("topic", form.topic),
    ...(form.difficulty && { difficulty: form.difficulty }),
    ...told("reasoning_instruction", form.instruction),
    ...parametersOf(form.parameters),
    ...told("source_id", form.sourceId),
    ...(form.provider && { provider: form.provider }),
    ...told("model", form.model),
    ...optional("temperature", read.number(form.temperature, "/temperature")),
    ...optional("seed", read.whole(form.seed, "/seed")),
    ...optional("priority", read.whole(form.priority, "/priority")),
    ...judgeOf(form),
    ...enrichOf(form),
    ...form.kept,
  };
  return { order, faults: read.faults };
}

function amountOf(form: GenerateForm, read: Reader): Order {
  if (form.mode === "items") return { items: form.items.map((row, index) => itemOf(row, index, read)) };
  if (form.mode === "single") return optional("target_count", read.whole(form.count, "/target_count"));
  const { topics, difficulties } = form.matrix;
  const perCell = read.needed(form.matrix.perCell, "/matrix/per_cell");
  return { matrix: { per_cell: perCell, ...(topics.length && { topics }), ...(difficulties.length && { difficulties }) } };
}

function itemOf(row: ItemRow, index: number, read: Reader): ItemWanted {
  return {
    ...row.own,
    ...told("topic", row.topic),
    ...(row.difficulty && { difficulty: row.difficulty }),
    target_count: read.needed(row.count, `/items/${index}/target_count`),
  };
}

/** One value is fixed, several are drawn from. */
export function parametersOf(chosen: Record<string, Value[]>): Pick<Order, "parameters"> {
  const given = Object.entries(chosen).filter(([, values]) => values.length > 0);
  if (given.length === 0) return {};
  return { parameters: Object.fromEntries(given.map(([name, values]) => [name, values.length === 1 ? values[0] : values])) };
}

function judgeOf({ judge, ownJudge }: GenerateForm): Pick<Order, "judge"> {
  if (judge === "none") return { judge: false };
  return judge === "own" && ownJudge ? { judge: ownJudge } : {};
}

function enrichOf({ enrich, ownEnrich }: GenerateForm): Pick<Order, "enrich"> {
  if (!enrich) return {};
  return { enrich: ownEnrich?.template === enrich ? ownEnrich : { template: enrich } };
}

function told<K extends string>(name: K, text: string): Partial<Record<K, string>> {
  const trimmed = text.trim();
  return trimmed ? ({ [name]: trimmed } as Record<K, string>) : {};
}

function optional<K extends string>(name: K, value: number | null): Partial<Record<K, number>> {
  return value === null ? {} : ({ [name]: value } as Record<K, number>);
}

/** Reads numbers out of texts, and notes where there is none. Whether they are in range is the service's to say. */
class Reader {
  readonly faults: Fault[] = [];

  whole(text: string, pointer: string): number | null {
    return wholeOf(text) ?? this.fault(pointer, faultOfNumber(text, "whole"));
  }

  needed(text: string, pointer: string): number {
    return wholeOf(text) ?? this.fault(pointer, "a whole number is needed") ?? 0;
  }

  number(text: string, pointer: string): number | null {
    return decimalOf(text) ?? this.fault(pointer, faultOfNumber(text, "decimal"));
  }

  private fault(pointer: string, detail: string | null): null {
    if (detail) this.faults.push({ pointer, detail });
    return null;
  }
}
