/** The template that the order names, and what the chosen version of it says. */
import { useTemplate, useTemplateVersion, type Template, type TemplateDefinition } from "@/lib/api/templates";
import { useForm } from "./generate-context";
import { findTemplate, firstChoice, referenceOf } from "./model/templates";

export function useChosenTemplate(templates: Template[]) {
  const reference = useForm((form) => form.template) || firstChoice(templates);
  const template = findTemplate(templates, reference);
  const definition = useDefinition(template, referenceOf(reference).version);
  return { reference, template, definition };
}

function useDefinition(template: Template | null, version: number | null): TemplateDefinition | null {
  const older = template && version !== null && version !== template.version ? version : null;
  const newest = useTemplate(template?.template_id ?? null);
  const pinned = useTemplateVersion(template?.template_id ?? "", older);
  return (older === null ? newest.data?.definition : pinned.data?.definition) ?? null;
}
