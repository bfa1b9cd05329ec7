/** The template that a sample was made with: its kind, the schema of its version, and why its samples were rejected before. */
import type { Sample } from "@/lib/api/samples";
import { useTemplate, useTemplates, useTemplateVersion } from "@/lib/api/templates";
import { isSchema, type Schema } from "./edit/faults";

interface SampleTemplate {
  kind: string | undefined;
  /** Null where the template is not known. */
  schema: Schema | null;
  /** The schema is known, or known to be none. */
  isReady: boolean;
  usualReasons: string[];
}

/** @param wants what is needed now beyond the kind: the rest is not asked for until then. */
export function useSampleTemplate(sample: Sample | undefined, wants: { schema: boolean; reasons: boolean }): SampleTemplate {
  const templates = useTemplates({ deleted: true });
  const template = templates.data?.find((one) => one.name === sample?.template);
  const version = useTemplateVersion(template?.template_id ?? "", template && sample && wants.schema ? sample.template_version : null);
  const whole = useTemplate(template && wants.reasons ? template.template_id : null);
  const schema = version.data?.definition.schema;
  const isUnknown = templates.isError || (templates.isSuccess && !template) || version.isError;
  return {
    kind: template?.kind,
    schema: isSchema(schema) ? schema : null,
    isReady: schema !== undefined || isUnknown,
    usualReasons: usualOf(whole.data?.refusals ?? []),
  };
}

/** Reasons of all versions, the most frequent first. */
export function usualOf(refusals: readonly { reason: string | null; count: number }[]): string[] {
  const counts = new Map<string, number>();
  for (const { reason, count } of refusals) if (reason) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].sort(([, one], [, other]) => other - one).map(([reason]) => reason);
}
