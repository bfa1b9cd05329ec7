/** From a past batch to the order that would make it again. Its seed is not taken: the same seed asks the same questions. */
import type { BatchWithItems, Item, Order } from "@/lib/api/batches";
import type { Template } from "@/lib/api/templates";
import { DIFFICULTIES, type Difficulty } from "./form";
import { orderToForm } from "./order-to-form";
import { findTemplate } from "./templates";

type ItemWanted = NonNullable<Order["items"]>[number];

/** Fill the form as this batch was asked for. */
export function batchToForm(batch: BatchWithItems, templates: readonly Template[]) {
  return orderToForm(batchToOrder(batch, templates));
}

export function batchToOrder(batch: BatchWithItems, templates: readonly Template[]): Order {
  const { values, source_id, taxonomy } = batch.parameters as { values?: Record<string, unknown>; source_id?: string; taxonomy?: Order["taxonomy"] };
  return said<Order>({
    template: pinned(batch.template, batch.template_version, templates),
    ...amountOf(batch, templates),
    topic: batch.topic_filter,
    difficulty: difficultyOf(batch.difficulty_filter),
    reasoning_instruction: batch.reasoning_instruction,
    parameters: values,
    source_id,
    taxonomy,
    provider: batch.provider as Order["provider"],
    model: batch.model,
    temperature: batch.temperature,
    priority: batch.priority || null,
    name: batch.name,
    notes: batch.notes,
    judge: batch.judge as Order["judge"],
    enrich: enrichOf(batch.enrich_after, templates),
  });
}

/** The template's id if its version is still the newest; else that version of it, so that the same is asked. */
function pinned(name: string | null, version: number | null, templates: readonly Template[]): string | null {
  if (!name) return null;
  const found = findTemplate(templates, name);
  const reference = found?.template_id ?? name;
  return version !== null && found && found.version !== version ? `${reference}@${version}` : reference;
}

function amountOf(batch: BatchWithItems, templates: readonly Template[]): Order {
  const { items } = batch;
  const only = items[0];
  if (!only || (items.length === 1 && isPlain(only, batch))) return { target_count: batch.target_count };
  return matrixOf(items) ?? { items: items.map((item) => wantedOf(item, batch, templates)) };
}

function isPlain(item: Item, batch: BatchWithItems): boolean {
  return !item.name && !hasOwn(item, batch) && item.topic === batch.topic_filter && item.difficulty === batch.difficulty_filter;
}

function hasOwn(item: Item, batch: BatchWithItems): boolean {
  return Object.keys(item.parameters).length > 0 || (item.template !== null && item.template !== batch.template);
}

function wantedOf(item: Item, batch: BatchWithItems, templates: readonly Template[]): ItemWanted {
  const { values, ...fixed } = item.parameters as { values?: Record<string, unknown> };
  const parameters = { ...fixed, ...values } as ItemWanted["parameters"];
  return said<ItemWanted>({
    name: item.name,
    topic: item.topic,
    difficulty: difficultyOf(item.difficulty),
    template: item.template === batch.template ? null : pinned(item.template, item.template_version, templates),
    target_count: item.target_count,
    parameters: Object.keys(parameters ?? {}).length ? parameters : null,
  });
}

/** Parts that are every topic at every difficulty, named and counted as a matrix does it, are one again. */
function matrixOf(items: readonly Item[]): Order | null {
  const first = items[0];
  const alike = items.every(
    (item) =>
      item.target_count === first?.target_count &&
      Object.keys(item.parameters).length === 0 &&
      item.template === first.template &&
      item.name === [item.topic, item.difficulty].filter(Boolean).join(" / "),
  );
  if (!first || !alike) return null;
  const topics = unique(items.map((item) => item.topic));
  const difficulties = unique(items.map((item) => item.difficulty));
  const cells = topics.flatMap((topic) => difficulties.map((difficulty) => `${topic} / ${difficulty}`));
  if (cells.join("\n") !== items.map((item) => `${item.topic} / ${item.difficulty}`).join("\n")) return null;
  const matrix = { per_cell: first.target_count, topics: texts(topics), difficulties: texts(difficulties).filter(isDifficulty) };
  return { matrix };
}

function enrichOf(after: Record<string, unknown> | null, templates: readonly Template[]): Order["enrich"] {
  if (!after) return null;
  const { template, version, ...rest } = after as { template: string; version?: number };
  return { template: pinned(template, version ?? null, templates) ?? template, ...said(rest) };
}

function difficultyOf(word: string | null): Difficulty | null {
  return word !== null && isDifficulty(word) ? word : null;
}

function isDifficulty(word: string): word is Difficulty {
  return (DIFFICULTIES as readonly string[]).includes(word);
}

function unique<T>(all: readonly T[]): T[] {
  return [...new Set(all)];
}

function texts(all: readonly (string | null)[]): string[] {
  return all.filter((one) => one !== null);
}

type Nullable<T> = { [K in keyof T]: T[K] | null };

/** Leave out what is null or not there. */
function said<T extends object>(all: Nullable<T>): T {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value != null)) as T;
}
