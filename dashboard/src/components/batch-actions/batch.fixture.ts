/** A batch for tests: complete, so that types hold, and changed where a test says so. */
import type { BatchWithItems, Item } from "@/lib/api/batches";

export function aBatch(over: Partial<BatchWithItems> = {}): BatchWithItems {
  return {
    acceptance_rate: null, attempts: 12, batch_date: null, batch_id: "batch_1", batch_number: null, cached_tokens: 0, checkpointed_count: 10, completed_at: null,
    completed_with_errors: false, cost: { generation_usd: 0.01, judge_usd: null, enrichment_usd: null, total_usd: 0.01 }, cost_usd: 0.01, created_at: "2026-11-22T10:00:00+00:00",
    current: false, current_sample: null, data_path: "/data/batch_1", demo: false, difficulty_filter: null, drive: "worker", end_reason: null, enrich_after: null, enrichment: null,
    enrichments: [], errors: [], eta_s: 60, failed_count: 0, id: 1, in_flight: 2, item_counts: { items: 1, completed: 0, failed: 0 }, items: [anItem()], judge: null, judge_tokens: 0,
    kind: "generation", model: "llama", name: "First", notes: null, parameters: {}, parent: null, pause_cause: null, pause_reason: null, pausing: false, position: 0,
    price: { generation: { input_per_mtok: 0.5, output_per_mtok: 0.8, source: "list" } }, priority: 0, progress: 0.1, provider: "groq", quota: null, rate_per_minute: 48, reason_counts: {},
    reasoning_instruction: null, rejected_count: 2, samples_generated: 10, seed: 7, stage: "generating", started_at: "2026-11-22T10:00:05+00:00", status: "running", stopping: false,
    target_count: 100, temperature: null, template: "Legal Q&A", template_version: 2, tokens: { generation: 3000, judge: 0, cached: 0, total: 3000 }, top_reasons: [], topic_filter: null,
    total_tokens: 3000,
    ...over,
  };
}

export function anItem(over: Partial<Item> = {}): Item {
  return {
    accepted_count: 10, attempts: 12, cost_usd: 0.01, difficulty: null, end_reason: null, errors: [], failed_count: 0, item: 1, name: null, parameters: {}, progress: 10, rejected_count: 2,
    slots: { accepted: 10, unfilled: 0, open: 90 }, status: "running", target_count: 100, template: "Legal Q&A", template_version: 2, topic: null, total_tokens: 3000,
    ...over,
  };
}
