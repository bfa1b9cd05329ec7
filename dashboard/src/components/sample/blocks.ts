/** What a content consists of, in reading order: pure, so that kinds and guesses are tested without a page. */
import { plain } from "@/lib/format";

export type Content = Record<string, unknown>;

export interface Message {
  role: string;
  content: unknown;
  /** Whatever else the message says: a name, a feeling. */
  rest: Content;
}

export interface Unit {
  title: string;
  lessons: unknown[];
  rest: Content;
}

export type Block =
  | { type: "lead" | "text" | "folded" | "quiet" | "quote" | "label" | "final"; field: string; text: string }
  | { type: "steps"; field: string; steps: string[] }
  | { type: "chat"; field: string; messages: Message[] }
  | { type: "pair"; field: string; chosen: string; rejected: string }
  | { type: "units"; field: string; units: Unit[] }
  | { type: "any"; field: string; value: unknown };

type Part = readonly [field: string, type: Exclude<Block["type"], "any">];

const ORDER: Record<string, readonly Part[]> = {
  qa: [["question", "lead"], ["reasoning", "folded"], ["answer", "text"], ["case_citation", "quiet"], ["citation", "quiet"]],
  grounded_qa: [["question", "lead"], ["answer", "text"], ["quote", "quote"], ["quotation", "quote"]],
  instruction: [["instruction", "lead"], ["input", "quote"], ["response", "text"], ["output", "text"]],
  conversation: [["title", "lead"], ["messages", "chat"], ["conversations", "chat"]],
  preference: [["prompt", "lead"], ["chosen", "pair"], ["reason", "text"]],
  classification: [["text", "text"], ["label", "label"], ["explanation", "text"]],
  reasoning: [["problem", "lead"], ["steps", "steps"], ["final_answer", "final"]],
  curriculum: [["title", "lead"], ["goal", "text"], ["prerequisites", "steps"], ["units", "units"]],
};

/** The kind that the fields speak of; `other` if they speak of none. */
export function guessKind(content: Content): string {
  const has = (...fields: string[]) => fields.every((field) => field in content);
  if (messagesOf(content.messages) ?? messagesOf(content.conversations)) return "conversation";
  if (has("chosen", "rejected")) return "preference";
  if (has("question", "answer")) return has("quote") || has("quotation") ? "grounded_qa" : "qa";
  if (has("instruction", "response") || has("instruction", "output")) return "instruction";
  if (has("problem", "steps")) return "reasoning";
  if (unitsOf(content.units)) return "curriculum";
  if (has("text", "label")) return "classification";
  return "other";
}

/** The blocks of a content: those of its kind first, then whatever else there is (an enrichment's fields, for one). */
export function blocksOf(content: Content, kind?: string): Block[] {
  const known = ORDER[kind ?? ""] ?? ORDER[guessKind(content)] ?? [];
  const used = new Set<string>();
  const blocks: Block[] = [];
  for (const part of known) {
    const block = blockOf(content, part);
    if (!block && !isNothing(content[part[0]])) continue; // of another shape than the kind promises: shown with the rest
    used.add(part[0]);
    if (block?.type === "pair") used.add("rejected");
    if (block) blocks.push(block);
  }
  for (const [field, value] of Object.entries(content)) {
    if (!used.has(field)) blocks.push({ type: "any", field, value });
  }
  return blocks;
}

function blockOf(content: Content, [field, type]: Part): Block | null {
  const value = content[field];
  if (type === "chat") {
    const messages = messagesOf(value);
    return messages && { type, field, messages };
  }
  if (type === "units") {
    const units = unitsOf(value);
    return units && { type, field, units };
  }
  if (type === "steps") return isTexts(value) && value.length ? { type, field, steps: value } : null;
  if (type === "pair") {
    const { chosen, rejected } = content;
    return typeof chosen === "string" && typeof rejected === "string" ? { type, field, chosen, rejected } : null;
  }
  return typeof value === "string" && value !== "" ? { type, field, text: value } : null;
}

/** Messages with a role and a content (or `from` and `value`, as some data sets say); null if it is anything else. */
export function messagesOf(value: unknown): Message[] | null {
  if (!Array.isArray(value) || !value.length) return null;
  const found: Message[] = [];
  for (const one of value) {
    if (!isObject(one)) return null;
    const { role, from, content, value: said, ...rest } = one;
    const who = role ?? from;
    if (typeof who !== "string" || (content ?? said) === undefined) return null;
    found.push({ role: who, content: content ?? said, rest });
  }
  return found;
}

function unitsOf(value: unknown): Unit[] | null {
  if (!Array.isArray(value) || !value.length) return null;
  const found: Unit[] = [];
  for (const one of value) {
    if (!isObject(one)) return null;
    const { title, lessons, ...rest } = one;
    if (typeof title !== "string" || !Array.isArray(lessons)) return null;
    found.push({ title, lessons, rest });
  }
  return found;
}

export function isObject(value: unknown): value is Content {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

export function isNothing(value: unknown): boolean {
  return value == null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** A field's name as a label: `case_citation` becomes "Case citation". */
export function labelOf(field: string): string {
  const words = plain(field);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
