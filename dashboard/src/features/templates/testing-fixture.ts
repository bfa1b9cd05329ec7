/** A template as the service tells it, for the tests of this feature. */
import type { TemplateDefinition } from "@/lib/api/templates";

export const DEFINITION: TemplateDefinition = {
  name: "Riddle",
  system: "You write riddles.",
  user: "About {{ topic }}.",
  schema: { type: "object", properties: { riddle: { type: "string" } }, required: ["riddle"] },
  parameters: { style: { values: ["a poem", "one line"] } },
};
export const TEMPLATE = {
  template_id: "riddle", name: "Riddle", kind: "other", version: 1, built_in: true, description: "", parameters: ["style"], fields: ["riddle"], needs: [],
  created_at: "2026-11-22T10:00:00Z", updated_at: "2026-11-22T10:00:00Z", deleted_at: null,
};
export const one = (version: number, definition = DEFINITION) => ({
  success: true,
  template: { ...TEMPLATE, version },
  definition,
  versions: Array.from({ length: version }, (_, at) => ({ version: version - at, built_in: version - at === 1, created_at: TEMPLATE.created_at })),
  refusals: [{ version: 1, reason: "Too easy", count: 3 }],
});
