/** A content in one line, for rows of a list. */
import { isObject, messagesOf, type Content } from "./blocks";

const LEADS = ["question", "instruction", "prompt", "problem", "title", "text", "name", "summary"];
const AT_MOST = 240;

export function summaryOf(content: Content | null): string {
  if (!content) return "(no content)";
  for (const field of LEADS) {
    const text = content[field];
    if (typeof text === "string" && text.trim()) return oneLine(text);
  }
  const first = (messagesOf(content.messages) ?? messagesOf(content.conversations))?.find((message) => message.role !== "system");
  if (typeof first?.content === "string") return oneLine(first.content);
  return oneLine(firstText(content) ?? JSON.stringify(content));
}

function firstText(value: unknown): string | null {
  if (typeof value === "string") return value.trim() ? value : null;
  const inside = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  for (const one of inside) {
    const found = firstText(one);
    if (found) return found;
  }
  return null;
}

function oneLine(text: string): string {
  // Long texts are cut before the spaces are looked at: rows are many.
  const line = text.slice(0, 4 * AT_MOST).replace(/\s+/g, " ").trim();
  return line.length > AT_MOST ? `${line.slice(0, AT_MOST - 1).trimEnd()}…` : line;
}
