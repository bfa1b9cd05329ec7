/** JSON that people type: what it says, or what is wrong with it and in which line. Browsers name the place in their own ways, or not at all. */

export interface ReadJson {
  value: unknown;
  fault: string | null;
}

/** An empty text says nothing: its value is undefined. */
export function readJson(text: string): ReadJson {
  if (text.trim() === "") return { value: undefined, fault: null };
  try {
    return { value: JSON.parse(text) as unknown, fault: null };
  } catch {
    const { at, wanted } = new Scan(text).fault();
    return { value: undefined, fault: `is no JSON: line ${text.slice(0, at).split("\n").length}: ${wanted} wanted${found(text, at)}` };
  }
}

export function showJson(value: unknown): string {
  return value === undefined || value === null ? "" : JSON.stringify(value, null, 2);
}

function found(text: string, at: number): string {
  const rest = text.slice(at).split("\n")[0]?.slice(0, 20) ?? "";
  return rest.trim() === "" ? "" : `, not ${rest}`;
}

interface Stop {
  at: number;
  wanted: string;
}

const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const PLAIN = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Walks through a text up to the first character that JSON does not allow there. */
class Scan {
  private at = 0;
  private stop: Stop | null = null;

  constructor(private readonly text: string) {}

  fault(): Stop {
    if (this.value() && this.next() !== "") this.halt("the end");
    return this.stop ?? { at: this.at, wanted: "JSON" };
  }

  private value(): boolean {
    const sign = this.next();
    if (sign === "{") return this.members("}", () => this.pair());
    if (sign === "[") return this.members("]", () => this.value());
    return sign === '"' ? this.token(STRING, "a whole text in quotation marks") : this.token(PLAIN, "a value");
  }

  private pair(): boolean {
    this.next();
    return this.token(STRING, "a name in quotation marks") && this.sign(":") && this.value();
  }

  private members(end: string, member: () => boolean): boolean {
    this.at += 1;
    if (this.next() === end) return this.sign(end);
    for (;;) {
      if (!member()) return false;
      if (this.next() === end) return this.sign(end);
      if (this.next() !== ",") return this.halt(`, or ${end}`);
      this.at += 1;
    }
  }

  private sign(sign: string): boolean {
    if (this.next() !== sign) return this.halt(sign);
    this.at += 1;
    return true;
  }

  private token(pattern: RegExp, wanted: string): boolean {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) return this.halt(wanted);
    this.at += match[0].length;
    return true;
  }

  /** The next character that is no space; empty at the end. */
  private next(): string {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at += 1;
    return this.text[this.at] ?? "";
  }

  private halt(wanted: string): false {
    this.stop ??= { at: this.at, wanted };
    return false;
  }
}
