/** What the editor holds while a template is being written: texts as they are typed, also those that cannot be read yet. */
import type { TemplateDefinition } from "@/lib/api/templates";

export type JsonObject = Record<string, unknown>;
export type Kind = NonNullable<TemplateDefinition["kind"]>;
export type Check = NonNullable<TemplateDefinition["checks"]>[number];
export type Judge = NonNullable<TemplateDefinition["judge"]>;

export const KINDS: readonly Kind[] = [
  "qa", "instruction", "conversation", "preference", "grounded_qa", "classification", "reasoning", "curriculum", "enrichment", "other",
];

export type FieldType = "text" | "text_or_null" | "integer" | "number" | "boolean" | "list" | "other";

/** One property of the sample. `raw` is its schema as it came: what the table does not show stays in it. */
export interface FieldRow {
  id: string;
  name: string;
  type: FieldType;
  required: boolean;
  min: string;
  max: string;
  /** Allowed values, one a line. */
  values: string;
  description: string;
  raw: unknown;
}

export type SchemaForm = { mode: "table"; top: JsonObject; rows: FieldRow[] } | { mode: "text"; text: string };

export type ParameterForm = "list" | "range" | "text";

export interface ParameterRow {
  id: string;
  name: string;
  description: string;
  form: ParameterForm;
  /** One a line. */
  values: string;
  minimum: string;
  maximum: string;
  default: string;
  open: boolean;
}

export interface CheckRow {
  id: string;
  check: Check["check"];
  action: "reject" | "warn";
  field: string;
  of: string;
  fields: string[];
  minimum: string;
  maximum: string;
  threshold: string;
  language: string;
  pattern: string;
  /** One a line. */
  phrases: string;
  when: "always" | "asked";
  scope: "" | "batch" | "dataset";
}

export interface CriterionRow {
  id: string;
  name: string;
  description: string;
  weight: string;
}

export interface JudgeForm {
  rubric: CriterionRow[];
  threshold: string;
  provider: "" | NonNullable<Judge["provider"]>;
  model: string;
}

export type TaxonomyForm = { from: "none" | "uk_law"; outline: string } | { from: "own"; outline: string };

export interface TemplateForm {
  name: string;
  kind: Kind;
  description: string;
  system: string;
  user: string;
  schema: SchemaForm;
  identity: string[];
  parameters: ParameterRow[];
  taxonomy: TaxonomyForm;
  /** One a line. */
  framings: string;
  checks: CheckRow[];
  judge: JudgeForm | null;
  maxTokens: string;
  temperature: string;
  /** JSON texts; empty: none. */
  examples: string;
  small: string;
}

let last = 0;

/** A name for a row that no reload and no other row has. */
export function newId(): string {
  last += 1;
  return `${Date.now().toString(36)}-${last}`;
}

/** A typed number; what is none is handed on as it is, so that the service says what is wrong with it. */
export function numberOf(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : trimmed;
}

export function textOf(value: number | string | null | undefined): string {
  return value == null ? "" : String(value);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Set a key in its place; undefined takes it away. */
export function put(target: JsonObject, key: string, value: unknown): void {
  if (value === undefined) delete target[key];
  else target[key] = value;
}
