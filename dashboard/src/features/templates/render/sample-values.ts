/** What a draft is tried with: the values that people chose, as the service takes them. */
import type { RenderWanted } from "@/lib/api/templates";
import { isObject } from "../model/form";
import { readJson } from "../model/json-text";

export interface SampleValues {
  topic: string;
  difficulty: "" | "basic" | "intermediate" | "advanced";
  angle: string;
  framing: string;
  instruction: string;
  parameters: Record<string, string>;
  source: string;
  /** JSON texts. */
  row: string;
  sample: string;
  small: boolean;
}

const PASSAGE = "The lighthouse was built in 1811. Its lamp was lit with oil until 1895, and with electricity from 1926.";

/** What a template needs stands there already, so that it renders at once. */
export function firstValues(texts: string): SampleValues {
  const needs = (name: string) => new RegExp(`\\{[{%][^}]*\\b${name}\\b`).test(texts);
  return {
    topic: "",
    difficulty: "",
    angle: "",
    framing: "",
    instruction: "",
    parameters: {},
    source: needs("source") ? PASSAGE : "",
    row: needs("row") ? rowFor(texts) : "",
    sample: needs("sample") ? '{"question": "When was the lighthouse built?", "answer": "In 1811."}' : "",
    small: false,
  };
}

function rowFor(texts: string): string {
  const names = [...texts.matchAll(/\brow\.(\w+)/g)].map((found) => found[1]);
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, `a ${name}`])));
}

export interface Wanted {
  wanted: RenderWanted;
  /** By field; JSON that cannot be read. */
  faults: Partial<Record<"row" | "sample", string>>;
}

/** @param names the parameters that the draft has now: values of others are not sent. */
export function wantedOf(values: SampleValues, names: readonly string[], ranges: ReadonlySet<string>): Wanted {
  const row = readObject(values.row);
  const sample = readObject(values.sample);
  const wanted: RenderWanted = {
    ...text("topic", values.topic),
    ...(values.difficulty && { difficulty: values.difficulty }),
    ...text("angle", values.angle),
    ...text("framing", values.framing),
    ...text("reasoning_instruction", values.instruction),
    ...parametersOf(values.parameters, names, ranges),
    ...text("source", values.source),
    ...(row.value && { row: row.value }),
    ...(sample.value && { sample: sample.value }),
    ...(values.small && { small_model: true }),
  };
  return { wanted, faults: { ...(row.fault && { row: row.fault }), ...(sample.fault && { sample: sample.fault }) } };
}

/** What was typed for each of these parameters; nothing for those that were left empty. */
export function parametersOf(typed: Record<string, string>, names: readonly string[], ranges: ReadonlySet<string>): Pick<RenderWanted, "parameters"> {
  const chosen = names.filter((name) => typed[name]?.trim());
  if (chosen.length === 0) return {};
  return { parameters: Object.fromEntries(chosen.map((name) => [name, valueOf(typed[name] ?? "", ranges.has(name))])) };
}

function valueOf(value: string, isRange: boolean): string | number {
  const number = Number(value);
  return isRange && Number.isFinite(number) ? number : value.trim();
}

function text(key: string, value: string): Record<string, string> {
  return value.trim() ? { [key]: value.trim() } : {};
}

function readObject(json: string): { value?: Record<string, unknown>; fault?: string } {
  const { value, fault } = readJson(json);
  if (fault !== null) return { fault };
  if (value === undefined) return {};
  return isObject(value) ? { value } : { fault: "must be a JSON object" };
}
