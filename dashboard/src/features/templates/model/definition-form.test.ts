import { describe, expect, it } from "vitest";
import type { TemplateDefinition } from "@/lib/api/templates";
import { fingerprint, fromForm, toForm } from "./definition-form";

const FULL: TemplateDefinition = {
  name: "Riddle",
  kind: "qa",
  description: "Riddles for children.",
  system: "You write riddles.",
  user: "About {{ topic }} as {{ style }}.\n",
  schema: {
    type: "object",
    properties: {
      riddle: { type: "string", minLength: 20, pattern: "\\?$" },
      answer: { type: ["string", "null"], enum: ["yes", "no", null] },
      steps: { type: "array", items: { type: "object", properties: { a: { type: "integer" } } }, minItems: 1 },
    },
    required: ["riddle"],
    additionalProperties: false,
  },
  identity_fields: ["riddle"],
  parameters: {
    style: { description: "How.", values: ["a poem", ' "quoted" '], default: "a poem", open: true },
    lines: { minimum: 1, maximum: 4, default: 2 },
    place: {},
  },
  taxonomy: [{ name: "Sea", topics: [{ name: "Ships", angles: ["a storm\nat night"] }, { name: "Fish" }] }],
  framings: ["as a question", "two\nlines"],
  examples: [{ variables: { topic: "moon" }, reply: { riddle: "Who is round?" } }],
  checks: [{ check: "near_duplicate", threshold: 0.7, scope: "dataset" }, { check: "banned", action: "warn", phrases: ["delve into"], fields: ["riddle"] }, { check: "contamination" }],
  judge: { rubric: [{ name: "fun", description: "Makes one laugh.", weight: 2 }], threshold: 0.5, model: "m" },
  defaults: { max_tokens: 300, temperature: 1 },
  small: { system: "s", user: "u {{ topic }}", schema: { type: "object" } },
};

describe("a definition in the form", () => {
  it("comes back as it was", () => {
    expect(fromForm(toForm(FULL))).toEqual({ definition: FULL, faults: [] });
  });

  it("keeps what is left out left out", () => {
    const least: TemplateDefinition = { name: "A", system: "s", user: "u", schema: { type: "object", properties: {} } };
    expect(fromForm(toForm(least)).definition).toEqual(least);
  });

  it("hands a number that is none on to the service", () => {
    const { definition } = fromForm({ ...toForm(FULL), maxTokens: "many" });
    expect(definition?.defaults).toEqual({ max_tokens: "many", temperature: 1 });
  });

  it("says where JSON cannot be read, and gives no definition then", () => {
    const draft = fromForm({ ...toForm(FULL), examples: '[\n{"reply": }\n]' });
    expect(draft.definition).toBeNull();
    expect(draft.faults).toHaveLength(1);
    expect(draft.faults[0]?.pointer).toBe("/examples");
    expect(draft.faults[0]?.detail).toMatch(/line 2/);
  });

  it("refuses JSON of another shape", () => {
    expect(fromForm({ ...toForm(FULL), small: "[]" }).faults).toEqual([{ pointer: "/small", detail: "must be a JSON object" }]);
  });

  it("refuses what an object cannot hold: two parameters of one name", () => {
    const form = toForm(FULL);
    const [first] = form.parameters;
    expect(fromForm({ ...form, parameters: [...form.parameters, { ...first!, id: "x" }] }).faults).toEqual([{ pointer: "/parameters/style", detail: "stands here twice" }]);
  });
});

describe("the fingerprint", () => {
  it("is that of what the form says, not of how it shows it", () => {
    const form = toForm(FULL);
    const asJson = { ...form, schema: { mode: "text" as const, text: JSON.stringify(FULL.schema) } };
    expect(fingerprint(asJson)).toBe(fingerprint(toForm(FULL)));
    expect(fingerprint({ ...form, user: "other" })).not.toBe(fingerprint(form));
  });

  it("sees changes of a text that cannot be read yet", () => {
    const form = toForm(FULL);
    expect(fingerprint({ ...form, small: "{" })).not.toBe(fingerprint({ ...form, small: "{{" }));
  });
});
