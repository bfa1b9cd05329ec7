/** From the form to what a look at the prompt and a trial take: of several parts the first is shown. */
import type { Chunk } from "@/lib/api/source";
import type { PreviewWanted, RenderWanted } from "@/lib/api/templates";
import type { GenerateForm } from "./form";
import { formToOrder, parametersOf } from "./form-to-order";
import { valuesOf } from "./order-to-form";

/** The form as a batch of its first part would have it. */
function firstPart(form: GenerateForm): GenerateForm {
  if (form.mode === "matrix") {
    const { topics, difficulties } = form.matrix;
    return { ...form, topic: topics[0] ?? form.topic, difficulty: difficulties[0] ?? form.difficulty };
  }
  const row = form.mode === "items" ? form.items[0] : undefined;
  if (!row) return form;
  const { reasoning_instruction, temperature, ...own } = row.own.parameters ?? {};
  return {
    ...form,
    template: row.own.template ?? form.template,
    topic: row.topic || form.topic,
    difficulty: row.difficulty || form.difficulty,
    instruction: reasoning_instruction ?? form.instruction,
    temperature: temperature == null ? form.temperature : String(temperature),
    parameters: { ...form.parameters, ...(valuesOf(own)) },
  };
}

export interface Shown<T> {
  template: string;
  wanted: T;
}

export function renderWanted(form: GenerateForm, chunk: Chunk | null): Shown<RenderWanted> {
  const first = firstPart(form);
  const { topic, difficulty, reasoning_instruction } = formToOrder(first).order;
  const source = chunk ? { source: chunk.text, ...(chunk.fields && { row: chunk.fields }) } : {};
  return {
    template: first.template,
    wanted: { ...(topic && { topic }), ...(difficulty && { difficulty }), ...(reasoning_instruction && { reasoning_instruction }), ...parametersOf(first.parameters), ...source },
  };
}

export function previewWanted(form: GenerateForm, count: number): Shown<PreviewWanted> {
  const first = firstPart(form);
  const { topic, difficulty, reasoning_instruction, parameters, source_id, provider, model, temperature, seed } = formToOrder(first).order;
  const all = { topic, difficulty, reasoning_instruction, parameters, source_id, provider, model, temperature, seed };
  const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value != null)) as PreviewWanted;
  return { template: first.template, wanted: { ...said, count } };
}
