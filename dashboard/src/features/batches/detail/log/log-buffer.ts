/** The last lines of a log that grows: a piece of text may end within a line, and the oldest lines go when there are too many. */

export const MOST_LINES = 5000;

export class LogBuffer {
  private lines: readonly string[] = [];
  private rest = "";
  private missed = 0;
  private readonly most: number;

  constructor(most = MOST_LINES) {
    this.most = most;
  }

  get all(): readonly string[] {
    return this.lines;
  }

  /** How many lines went for want of room. */
  get dropped(): number {
    return this.missed;
  }

  /** Empty lines are the service's sign of life and no part of the log. @returns whether there are new lines. */
  add(text: string): boolean {
    const parts = (this.rest + text).split("\n");
    this.rest = parts.pop() ?? "";
    return this.append(parts);
  }

  /** The last line may end without a line break. */
  end(): boolean {
    const last = this.rest;
    this.rest = "";
    return this.append([last]);
  }

  private append(parts: readonly string[]): boolean {
    const fresh = parts.map((line) => line.trimEnd()).filter(Boolean);
    if (!fresh.length) return false;
    const all = [...this.lines, ...fresh];
    const over = Math.max(0, all.length - this.most);
    this.missed += over;
    this.lines = over ? all.slice(over) : all;
    return true;
  }
}

export function matching(lines: readonly string[], text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  return wanted ? lines.filter((line) => line.toLowerCase().includes(wanted)) : lines;
}

/** How a line is shown: what went wrong stands out. */
export function lineTone(line: string): "bad" | "event" | "plain" {
  if (/\b(batch|item)\.failed\b|\s(rejected|failed): /.test(line)) return "bad";
  return /^\S+ {2}attempt \d+/.test(line) ? "plain" : "event";
}
