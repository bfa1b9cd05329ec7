/** Answers of a small service for the tests of this page. */
const template = (template_id: string, name: string, more: object = {}) => ({
  template_id,
  name,
  kind: "qa",
  version: 1,
  built_in: true,
  description: `${name} in a sentence.`,
  parameters: [],
  fields: ["question"],
  needs: [],
  deleted_at: null,
  ...more,
});

const spread = (expected: number) => ({ expected, low: expected, high: expected * 2 });

export const TEMPLATES = [
  template("legal-q-a", "Legal Q&A"),
  template("conversation", "Conversation", { parameters: ["turns", "persona"] }),
  template("translate", "Translate", { kind: "enrichment", needs: ["sample"] }),
];

const definition = {
  name: "Conversation",
  schema: {},
  system: "s",
  user: "u",
  parameters: { turns: { minimum: 2, maximum: 6 }, persona: { values: ["a sailor", "a nurse"], open: true } },
  taxonomy: [{ name: "Pets", topics: [{ name: "Cats" }] }],
};

export const ESTIMATE = {
  success: true,
  provider: "groq",
  model: "m",
  demo: false,
  target_count: 20,
  basis: "history",
  per_sample: { cost_usd: spread(0.02) },
  total: { calls: spread(20), total_tokens: spread(6000), cost_usd: { total: spread(0.4) }, duration_s: spread(90) },
  binding_limit: "tokens_per_minute",
  binding_on: "groq/m",
  limits: [{ provider: "groq", model: "m", limit: "tokens_per_minute", amount: 5500, alone_s: spread(90) }],
  prices: {},
  parts: [{ template: "Legal Q&A", purpose: "generation", basis: "history", calls_known: 40 }],
  preview: null,
  queue: { position: 2, samples_ahead: 50, estimated_start_at: null },
  notes: ["Times hold."],
};

const provider = (name: string, more: object = {}) => ({ name, configured: true, remedy: null, default_model: "m", demo: false, models: ["m"], ...more });

export const STARTED = { success: true, batch_id: "batch_9", status: "queued", position: 2, items: 1, created: true, resumed: false, demo: false, notice: null };

export const ANSWERS = {
  "GET /api/templates": { success: true, templates: TEMPLATES, count: 3 },
  "GET /api/templates/legal-q-a": { success: true, template: TEMPLATES[0], definition: { ...definition, parameters: {}, taxonomy: "uk_law" }, versions: [], refusals: [] },
  "GET /api/templates/conversation": { success: true, template: TEMPLATES[1], definition, versions: [], refusals: [] },
  "GET /api/providers": {
    success: true,
    default: "groq",
    providers: [provider("groq"), provider("openai_compatible", { configured: false, remedy: "Set GRISTMILL_BASE_URL." }), provider("embedded", { demo: true })],
  },
  "GET /api/sources": { success: true, sources: [], count: 0, total: 0 },
  "GET /api/presets": { success: true, presets: [], count: 0 },
  "POST /api/generate/batch/estimate": ESTIMATE,
  "POST /api/templates/legal-q-a/render": { success: true, characters: 11, messages: [{ role: "system", content: "You write." }, { role: "user", content: "Topic: A" }] },
  "POST /api/templates/conversation/render": { success: true, characters: 11, messages: [] },
  "POST /api/generate/batch/start": STARTED,
};
