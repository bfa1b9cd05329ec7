/** The words of exports: what each format is for, what each review rule means. Pure. */
import type { ExportWanted } from "@/lib/api/exports";

export type FormatName = ExportWanted["format"];
export type Reviewed = NonNullable<ExportWanted["review"]>;

export interface Format {
  name: FormatName;
  label: string;
  /** What it is for, in one sentence. */
  purpose: string;
  /** Names of a row that fields of samples can be put in; none where a row is the sample itself. */
  roles: readonly string[];
}

const TURNS = ["user", "assistant", "system"] as const;

export const FORMATS: readonly Format[] = [
  { name: "openai_chat", label: "OpenAI chat", purpose: "Messages with roles, one conversation a row: for fine-tuning of chat models.", roles: TURNS },
  { name: "sharegpt", label: "ShareGPT", purpose: "Turns of human and gpt: for trainers that read ShareGPT, such as Axolotl or LLaMA-Factory.", roles: TURNS },
  { name: "alpaca", label: "Alpaca", purpose: "Instruction, input and output: for instruction tuning with one turn a row.", roles: ["instruction", "input", "output"] },
  { name: "dpo", label: "DPO preferences", purpose: "A prompt with a better and a worse answer: for preference tuning with TRL.", roles: ["prompt", "chosen", "rejected"] },
  { name: "jsonl", label: "JSON Lines", purpose: "Each sample's own fields beside where it came from: for scripts of your own.", roles: [] },
  { name: "csv", label: "CSV", purpose: "A table of fields and where each sample came from: for spreadsheets. Lists and objects are JSON.", roles: [] },
  { name: "parquet", label: "Parquet", purpose: "A table with types, compressed and in parts: for large sets, pandas and DuckDB.", roles: [] },
  { name: "batch_zip", label: "One whole batch", purpose: "JSON Lines, Parquet and the log of a single batch: to keep it or hand it on.", roles: [] },
];

export function isFormat(name: unknown): name is FormatName {
  return FORMATS.some((format) => format.name === name);
}

export function formatOf(name: FormatName): Format {
  return FORMATS.find((format) => format.name === name) as Format;
}

/** A format's name as people read it, also of one that this page does not know. */
export function labelOf(name: string): string {
  return isFormat(name) ? formatOf(name).label : name;
}

export const REVIEW_RULES: readonly { rule: Reviewed; label: string; meaning: string }[] = [
  { rule: "approved", label: "Approved only", meaning: "a person approved them" },
  { rule: "not_rejected", label: "Not rejected", meaning: "also those that nobody looked at yet" },
  { rule: "any", label: "Any", meaning: "also those that a person rejected" },
];

/** Columns that every sample has beside its own fields. */
export const PROVENANCE = [
  "sample_id", "batch_id", "template", "template_version", "topic", "difficulty", "provider", "model", "model_sha256", "prompt_hash", "seed", "attempt",
  "prompt_tokens", "completion_tokens", "cached_tokens", "cost_usd", "judge_tokens", "judge_cost_usd", "latency_ms", "score", "review", "review_reason",
  "version", "origin", "source_ref", "demo", "created_at",
] as const;
