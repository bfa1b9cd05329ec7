/** Which template an order means, what it offers to choose from, and what it cannot do without. */
import type { Template, TemplateDefinition, TemplateParameter } from "@/lib/api/templates";

export const ENRICHMENT = "enrichment";
const PREFERRED = "legal-q-a"; // what a start without a template gets, too

/** Areas of the built-in taxonomy: the service draws among the topics of an area that is named. */
const UK_LAW = ["Company Law", "Contract Law", "Tort Law", "Criminal Law", "Public Law"];

export interface Reference {
  name: string;
  version: number | null;
}

/** Split `name@2`. */
export function referenceOf(text: string): Reference {
  const found = /^(.*)@(\d+)$/.exec(text.trim());
  return found ? { name: found[1] ?? "", version: Number(found[2]) } : { name: text.trim(), version: null };
}

export function findTemplate(templates: readonly Template[], reference: string): Template | null {
  const { name } = referenceOf(reference);
  return templates.find((one) => one.template_id === name || one.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** Templates that a batch can begin with, the built-in ones first. */
export function startable(templates: readonly Template[]): Template[] {
  return templates.filter((one) => one.kind !== ENRICHMENT && !one.deleted_at).sort(byOrigin);
}

export function enriching(templates: readonly Template[]): Template[] {
  return templates.filter((one) => one.kind === ENRICHMENT && !one.deleted_at).sort(byOrigin);
}

export function firstChoice(templates: readonly Template[]): string {
  const offered = startable(templates);
  return (offered.find((one) => one.template_id === PREFERRED) ?? offered[0])?.template_id ?? "";
}

function byOrigin(a: Template, b: Template): number {
  return Number(b.built_in) - Number(a.built_in) || a.name.localeCompare(b.name);
}

export function usesSource(template: Template | null): boolean {
  return template?.needs.some((need) => need === "source" || need === "row") ?? false;
}

type Taxonomy = TemplateDefinition["taxonomy"];

/** Topics to offer: areas, from which topics are drawn, and their topics as the service names them. */
export function suggestionsOf(taxonomy: Taxonomy): string[] {
  if (!taxonomy) return [];
  if (taxonomy === "uk_law") return UK_LAW;
  return taxonomy.flatMap((area) => [area.name, ...area.topics.map((topic) => `${area.name} - ${topic.name}`)]);
}

export function parametersIn(definition: TemplateDefinition | null): [string, TemplateParameter][] {
  return Object.entries(definition?.parameters ?? {}) as [string, TemplateParameter][];
}

const LISTED_NUMBERS = 100;

/** Values that a parameter offers; of a small range of numbers every one. */
export function choicesOf({ values = [], minimum, maximum }: TemplateParameter): (string | number)[] {
  if (!isNumeric({ minimum, maximum })) return values;
  const from = minimum ?? 0;
  const to = maximum ?? from;
  return to - from < LISTED_NUMBERS ? Array.from({ length: to - from + 1 }, (_, index) => from + index) : [];
}

export function isNumeric({ minimum, maximum }: Pick<TemplateParameter, "minimum" | "maximum">): boolean {
  return minimum != null && maximum != null;
}

/** Other values than the offered ones can be named. */
export function isOpen(parameter: TemplateParameter): boolean {
  return parameter.open === true || isNumeric(parameter) || !parameter.values?.length;
}

/** What a parameter does when it is left out, in a sentence. */
export function leftOut(parameter: TemplateParameter): string {
  const { values = [], minimum, maximum, default: usual } = parameter;
  if (usual != null) return `Left out: ${usual}.`;
  if (isNumeric(parameter)) return `From ${minimum} to ${maximum}. Left out: each as often.`;
  return values.length ? `Left out: each of its ${values.length} values as often.` : "Needed.";
}
