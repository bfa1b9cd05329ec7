/** Which items are shown, and in which order. */
import type { Item } from "@/lib/api/batches";
import { plain } from "@/lib/format";

export type ItemSort = "item" | "progress" | "rejected" | "failed";

export interface ItemView {
  status: string;
  text: string;
  sort: ItemSort;
  descending: boolean;
}

const BY: Record<ItemSort, (item: Item) => number> = {
  item: (item) => item.item,
  progress: (item) => item.accepted_count / Math.max(1, item.target_count),
  rejected: (item) => item.rejected_count,
  failed: (item) => item.failed_count,
};

export function chosenItems(items: readonly Item[], { status, text, sort, descending }: ItemView): Item[] {
  const wanted = text.trim().toLowerCase();
  const found = items.filter((item) => (!status || item.status === status) && (!wanted || wordsOf(item).includes(wanted)));
  const by = BY[sort];
  return found.sort((one, other) => (descending ? by(other) - by(one) : by(one) - by(other)) || one.item - other.item);
}

export function statusesOf(items: readonly Item[]): { status: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item.status, (counts.get(item.status) ?? 0) + 1);
  return [...counts].map(([status, count]) => ({ status, count }));
}

export function nameOfItem(item: Item): string {
  return item.name ?? item.topic ?? `Item ${item.item}`;
}

/** What the item asks for, beside what its name and the batch say already. */
export function askedBy(item: Item, batchTemplate: string | null = null): string {
  const told = (word: string | null) => word !== null && nameOfItem(item).includes(word);
  const parts = [told(item.topic) ? null : item.topic, told(item.difficulty) ? null : item.difficulty];
  if (item.template !== batchTemplate) parts.push(`${item.template}@${item.template_version}`);
  for (const [name, value] of Object.entries(item.parameters)) parts.push(`${plain(name)}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return parts.filter(Boolean).join(" · ");
}

function wordsOf(item: Item): string {
  return `${nameOfItem(item)} ${askedBy(item)} ${item.end_reason ?? ""}`.toLowerCase();
}
