/** Lists of texts as lines that people type. A text that a line cannot hold as it is stands there in JSON's quotation marks. */

export function toLines(items: readonly string[]): string {
  return items.map(asLine).join("\n");
}

export function fromLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map(fromLine);
}

export function asLine(item: string): string {
  const plain = item !== "" && item.trim() === item && !/[\r\n]/.test(item) && unquoted(item) === null;
  return plain ? item : JSON.stringify(item);
}

export function fromLine(line: string): string {
  return unquoted(line) ?? line;
}

function unquoted(line: string): string | null {
  if (line.length < 2 || !line.startsWith('"') || !line.endsWith('"')) return null;
  try {
    return JSON.parse(line) as string;
  } catch {
    return null;
  }
}
