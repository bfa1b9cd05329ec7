/** A definition as the form holds it, and back. What is empty or as by default is left out, as the service does it. */
import type { TemplateDefinition, TemplateParameter } from "@/lib/api/templates";
import type { Fault } from "@/lib/problem";
import { fromCheckRow, toCheckRow } from "./checks";
import { isObject, newId, numberOf, textOf, type Judge, type JsonObject, type JudgeForm, type TemplateForm } from "./form";
import { readJson, showJson } from "./json-text";
import { fromLines, toLines } from "./lines";
import { fromOutline, toOutline } from "./outline";
import { fromParameterRow, parameterFaults, toParameterRow } from "./parameters";
import { fromSchemaForm, toSchemaForm } from "./schema-rows";

export function toForm(definition: TemplateDefinition): TemplateForm {
  const { taxonomy, defaults = {} } = definition;
  return {
    name: definition.name,
    kind: definition.kind ?? "other",
    description: definition.description ?? "",
    system: definition.system,
    user: definition.user,
    schema: toSchemaForm(definition.schema),
    identity: definition.identity_fields ?? [],
    parameters: Object.entries(definition.parameters ?? {}).map(([name, one]) => toParameterRow(name, one as TemplateParameter)),
    taxonomy: Array.isArray(taxonomy) ? { from: "own", outline: toOutline(taxonomy) } : { from: taxonomy ?? "none", outline: "" },
    framings: toLines(definition.framings ?? []),
    checks: (definition.checks ?? []).map(toCheckRow),
    judge: definition.judge ? toJudgeForm(definition.judge) : null,
    maxTokens: textOf(defaults.max_tokens),
    temperature: textOf(defaults.temperature),
    examples: definition.examples?.length ? showJson(definition.examples) : "",
    small: showJson(definition.small),
  };
}

function toJudgeForm(judge: Judge): JudgeForm {
  return {
    rubric: judge.rubric.map(({ name, description, weight }) => ({ id: newId(), name, description, weight: textOf(weight) })),
    threshold: textOf(judge.threshold),
    provider: judge.provider ?? "",
    model: judge.model ?? "",
  };
}

export interface Draft {
  /** Null while a part of the form cannot be read; the faults say which. */
  definition: TemplateDefinition | null;
  /** What only this page can know; pointers into the definition. */
  faults: Fault[];
}

export function fromForm(form: TemplateForm): Draft {
  const { schema, faults: schemaFaults } = fromSchemaForm(form.schema);
  const examples = readPart(form.examples, "/examples", Array.isArray, "must be a list in [ ]");
  const small = readPart(form.small, "/small", isObject, "must be a JSON object");
  const faults = [...schemaFaults, ...parameterFaults(form.parameters), ...examples.faults, ...small.faults];
  if (faults.length > 0) return { definition: null, faults };
  const definition: JsonObject = {
    name: form.name.trim(),
    ...(form.kind !== "other" && { kind: form.kind }),
    ...(form.description && { description: form.description }),
    system: form.system,
    user: form.user,
    schema,
    ...listed("identity_fields", form.identity),
    ...(form.parameters.length > 0 && { parameters: Object.fromEntries(form.parameters.map((row) => [row.name, fromParameterRow(row)])) }),
    ...taxonomyOf(form),
    ...listed("framings", fromLines(form.framings)),
    ...(Array.isArray(examples.value) && listed("examples", examples.value)),
    ...listed("checks", form.checks.map(fromCheckRow)),
    ...(form.judge && { judge: fromJudgeForm(form.judge) }),
    ...defaultsOf(form),
    ...(small.value !== undefined && { small: small.value }),
  };
  // Numbers may still be words here: the service says at which field, as it does for all else.
  return { definition: definition as unknown as TemplateDefinition, faults };
}

function readPart(text: string, pointer: string, fits: (value: unknown) => boolean, else_: string): { value: unknown; faults: Fault[] } {
  const { value, fault } = readJson(text);
  const detail = fault ?? (value === undefined || fits(value) ? null : else_);
  return { value, faults: detail === null ? [] : [{ pointer, detail }] };
}

function listed(key: string, items: readonly unknown[]): JsonObject {
  return items.length > 0 ? { [key]: items } : {};
}

function taxonomyOf({ taxonomy }: TemplateForm): JsonObject {
  if (taxonomy.from === "none") return {};
  return { taxonomy: taxonomy.from === "own" ? fromOutline(taxonomy.outline).areas : taxonomy.from };
}

function fromJudgeForm(judge: JudgeForm): JsonObject {
  const threshold = numberOf(judge.threshold);
  return {
    rubric: judge.rubric.map(({ name, description, weight }) => ({ name, description, ...(weight.trim() && { weight: numberOf(weight) }) })),
    ...(threshold !== undefined && { threshold }),
    ...(judge.provider && { provider: judge.provider }),
    ...(judge.model.trim() && { model: judge.model.trim() }),
  };
}

function defaultsOf(form: TemplateForm): JsonObject {
  const [max_tokens, temperature] = [numberOf(form.maxTokens), numberOf(form.temperature)];
  if (max_tokens === undefined && temperature === undefined) return {};
  return { defaults: { ...(max_tokens !== undefined && { max_tokens }), ...(temperature !== undefined && { temperature }) } };
}

/** Equal for two forms that say the same, whichever way they show it. */
export function fingerprint(form: TemplateForm): string {
  const { definition } = fromForm(form);
  return JSON.stringify(definition ?? form, (key, value: unknown) => (key === "id" && definition === null ? undefined : value));
}
