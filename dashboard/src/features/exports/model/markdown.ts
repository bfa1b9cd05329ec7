/**
 * Reads the Markdown that dataset cards are written in: front matter, headings, paragraphs, lists, tables and code.
 * It makes plain values and never HTML, so nothing that a model wrote can become markup. Pure.
 */
export type Inline = { kind: "text" | "code" | "strong"; text: string };

export type Block =
  | { kind: "front"; text: string }
  | { kind: "code"; text: string }
  | { kind: "heading"; level: number; inlines: Inline[] }
  | { kind: "paragraph"; inlines: Inline[] }
  | { kind: "list"; isOrdered: boolean; items: Inline[][] }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][]; isNumeric: boolean[] };

const FENCE = /^(```|~~~)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const ITEM = /^\s*([-*+]|\d+[.)])\s+(.*)$/;
const RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

export function blocksOf(markdown: string): Block[] {
  const lines = markdown.replaceAll("\r\n", "\n").split("\n");
  const blocks: Block[] = [];
  let at = 0;
  if (lines[0]?.trim() === "---") {
    const end = lines.findIndex((line, place) => place > 0 && line.trim() === "---");
    if (end > 0) {
      blocks.push({ kind: "front", text: lines.slice(1, end).join("\n") });
      at = end + 1;
    }
  }
  while (at < lines.length) {
    const [block, next] = read(lines, at);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

function read(lines: readonly string[], at: number): [Block | null, number] {
  const line = lines[at] as string;
  if (!line.trim()) return [null, at + 1];
  if (FENCE.test(line)) return readCode(lines, at);
  const heading = HEADING.exec(line);
  if (heading) return [{ kind: "heading", level: (heading[1] as string).length, inlines: inlinesOf(heading[2] as string) }, at + 1];
  if (isTable(lines, at)) return readTable(lines, at);
  if (ITEM.test(line)) return readList(lines, at);
  const end = endOf(lines, at, (one, place) => one.trim() !== "" && (place === at || !begins(lines, place)));
  return [{ kind: "paragraph", inlines: inlinesOf(lines.slice(at, end).map((one) => one.trim()).join(" ")) }, end];
}

function begins(lines: readonly string[], at: number): boolean {
  const line = lines[at] as string;
  return FENCE.test(line) || HEADING.test(line) || ITEM.test(line) || isTable(lines, at);
}

function endOf(lines: readonly string[], from: number, holds: (line: string, at: number) => boolean): number {
  let at = from;
  while (at < lines.length && holds(lines[at] as string, at)) at += 1;
  return at;
}

function readCode(lines: readonly string[], at: number): [Block, number] {
  const end = endOf(lines, at + 1, (line) => !FENCE.test(line));
  return [{ kind: "code", text: lines.slice(at + 1, end).join("\n") }, end + 1];
}

function readList(lines: readonly string[], at: number): [Block, number] {
  const end = endOf(lines, at, (line) => ITEM.test(line));
  const found = lines.slice(at, end).map((line) => ITEM.exec(line) as RegExpExecArray);
  return [{ kind: "list", isOrdered: /\d/.test(found[0]?.[1] ?? ""), items: found.map((item) => inlinesOf(item[2] as string)) }, end];
}

function isTable(lines: readonly string[], at: number): boolean {
  return (lines[at] as string).includes("|") && (lines[at + 1] ?? "").includes("|") && RULE.test(lines[at + 1] as string);
}

function readTable(lines: readonly string[], at: number): [Block, number] {
  const end = endOf(lines, at + 2, (line) => line.includes("|"));
  const head = cellsOf(lines[at] as string);
  const isNumeric = cellsOf(lines[at + 1] as string).map((cell) => cell.trim().endsWith(":"));
  // A row is as wide as the head, whatever it says.
  const rows = lines.slice(at + 2, end).map((line) => {
    const cells = cellsOf(line);
    return head.map((_, column) => inlinesOf(cells[column] ?? ""));
  });
  return [{ kind: "table", head: head.map(inlinesOf), rows, isNumeric }, end];
}

/** Cells between bars; an escaped bar is text. */
function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\\([\\`*_{}[\]()<>#+\-.!|])/g;

export function inlinesOf(text: string): Inline[] {
  const found: Inline[] = [];
  const add = (kind: Inline["kind"], part: string) => {
    const last = found.at(-1);
    if (kind === "text" && last?.kind === "text") last.text += part;
    else if (part) found.push({ kind, text: part });
  };
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    add("text", text.slice(from, match.index));
    if (match[1] !== undefined) add("code", match[1]);
    else if (match[2] !== undefined) add("strong", match[2]);
    else add("text", match[3] as string);
    from = match.index + match[0].length;
  }
  add("text", text.slice(from));
  return found;
}
