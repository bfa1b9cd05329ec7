/** What a new template begins with: nothing that would have to be taken out again, and enough to render. */
import type { TemplateDefinition } from "@/lib/api/templates";

export const BLANK: TemplateDefinition = {
  name: "",
  system: 'You write training examples. Reply with one JSON object and nothing else: {"question": string, "answer": string}',
  user: "Topic: {{ topic }}\nDifficulty: {{ difficulty }}\n{% if instruction %}\nInstruction: {{ instruction }}\n{% endif %}\n",
  schema: {
    type: "object",
    properties: { question: { type: "string", minLength: 15 }, answer: { type: "string", minLength: 20 } },
    required: ["question", "answer"],
    additionalProperties: false,
  },
  identity_fields: ["question"],
  checks: [{ check: "near_duplicate" }],
};

export function copyOf(definition: TemplateDefinition): TemplateDefinition {
  return { ...definition, name: `${definition.name} copy` };
}

/** A name to render with while none is given yet. */
export const UNNAMED = "New template";
