/** What a batch was started with: for people to read, as the order that starts it again, and as a command for a terminal. */
import type { BatchWithItems, Item, Order } from "@/lib/api/batches";
import { count, NONE, usd } from "@/lib/format";

type Loose = Record<string, unknown>;

/** The order in the words of `POST /api/generate/batch/start`. An enrichment has none: its samples were chosen once. */
export function orderOf(batch: BatchWithItems): Order | null {
  if (batch.kind === "enrichment") return null;
  const order: Loose = {
    name: batch.name,
    notes: batch.notes,
    template: templateOf(batch),
    provider: batch.provider,
    model: batch.model,
    topic: batch.topic_filter,
    difficulty: batch.difficulty_filter,
    reasoning_instruction: batch.reasoning_instruction,
    temperature: batch.temperature,
    seed: batch.seed,
    priority: batch.priority || null,
    parameters: Object.keys(batch.parameters).length ? batch.parameters : null,
    judge: batch.judge,
    enrich: batch.enrich_after && enrichOf(batch.enrich_after),
    drive: batch.drive === "client" ? "client" : null,
    ...(isWhole(batch) ? { target_count: batch.target_count } : { items: batch.items.map(itemOf) }),
  };
  return known(order);
}

/** One part that asks for nothing of its own is the batch itself. */
function isWhole({ items, topic_filter, difficulty_filter }: BatchWithItems): boolean {
  const [only] = items;
  if (!only || items.length > 1) return items.length === 0;
  const same = (own: string | null, ours: string | null) => own === null || own === ours;
  return only.name === null && same(only.topic, topic_filter) && same(only.difficulty, difficulty_filter) && !Object.keys(only.parameters).length;
}

function itemOf(item: Item): Loose {
  const template = item.template && `${item.template}@${item.template_version}`;
  const parameters = Object.keys(item.parameters).length ? item.parameters : null;
  return known({ name: item.name, topic: item.topic, difficulty: item.difficulty, template, target_count: item.target_count, parameters });
}

function templateOf({ template, template_version }: BatchWithItems): string | null {
  return template && (template_version == null ? template : `${template}@${template_version}`);
}

function enrichOf({ template, version, fields, overwrite, provider, model }: Loose): Loose {
  return known({ template: typeof version === "number" ? `${template as string}@${version}` : template, fields, overwrite: overwrite || null, provider, model });
}

function known(fields: Loose): Loose {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== ""));
}

/** A command that can be pasted into a shell as it is: an apostrophe ends the text, is written, and begins it again. */
export function curlOf(order: Order, origin: string): string {
  const body = JSON.stringify(order, null, 2).replaceAll("'", `'\\''`);
  return `curl -X POST ${origin}/api/generate/batch/start \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
}

export interface Setting {
  name: string;
  value: string;
  /** More than a word: JSON or a long text. */
  long?: boolean;
}

export function settingsOf(batch: BatchWithItems): Setting[] {
  const price = batch.price?.["generation"] as { input_per_mtok?: number; output_per_mtok?: number; source?: string } | null | undefined;
  return [
    { name: "Target", value: `${count(batch.target_count)} samples` },
    { name: "Template", value: templateOf(batch) ?? NONE },
    { name: "Provider", value: batch.provider ?? NONE },
    { name: "Model", value: batch.model ?? NONE },
    { name: "Topic", value: batch.topic_filter ?? "drawn by the template" },
    { name: "Difficulty", value: batch.difficulty_filter ?? "all, evenly" },
    { name: "Temperature", value: batch.temperature?.toString() ?? "the template's" },
    { name: "Seed", value: batch.seed?.toString() ?? NONE },
    { name: "Priority", value: batch.priority.toString() },
    { name: "Drawn by", value: batch.drive === "client" ? "a client's requests" : "the worker" },
    ...(batch.batch_date ? [{ name: "Batch of the day", value: `${batch.batch_date}, number ${batch.batch_number ?? NONE}` }] : []),
    { name: "Price", value: price ? `${usd(price.input_per_mtok)} in, ${usd(price.output_per_mtok)} out, for a million tokens (${price.source ?? "unknown source"})` : "not known" },
    { name: "Data path", value: batch.data_path ?? "none: its results land on other batches' samples" },
    ...longOnes(batch),
  ];
}

function longOnes(batch: BatchWithItems): Setting[] {
  const long: [string, unknown][] = [
    ["Instruction", batch.reasoning_instruction],
    ["Notes", batch.notes],
    ["Parameters", Object.keys(batch.parameters).length ? batch.parameters : null],
    ["Judge", batch.judge === false ? "none, whatever the template says" : batch.judge],
    ["Enrichment", batch.enrichment],
    ["Enrichment that follows", batch.enrich_after],
  ];
  return long.filter(([, value]) => value).map(([name, value]) => ({ name, value: typeof value === "string" ? value : JSON.stringify(value, null, 2), long: true }));
}
