/** Two texts line by line, with the words that differ inside of lines that were changed. */
import { diffLines, diffWordsWithSpace } from "diff";

export interface Part {
  text: string;
  changed: boolean;
}

export interface Line {
  sign: "+" | "-" | " ";
  parts: Part[];
}

/** A run of lines that are alike, too long to show at once. */
export interface Fold {
  hidden: Line[];
}

const AROUND = 3;

export function differences(before: string, after: string): Line[] {
  const changes = diffLines(ended(before), ended(after));
  return changes.flatMap((change, at) => {
    const lines = split(change.value);
    const next = changes[at + 1];
    const previous = changes[at - 1];
    if (change.removed && next?.added) return paired(lines, split(next.value), "-");
    if (change.added && previous?.removed) return paired(lines, split(previous.value), "+");
    return lines.map((text) => line(change.added ? "+" : change.removed ? "-" : " ", text));
  });
}

/** Lines that stand opposite one another show what differs inside; the others are marked as a whole. */
function paired(own: string[], other: string[], sign: "+" | "-"): Line[] {
  return own.map((text, at) => {
    const opposite = other[at];
    if (own.length !== other.length || opposite === undefined) return line(sign, text);
    const words = sign === "-" ? diffWordsWithSpace(text, opposite) : diffWordsWithSpace(opposite, text);
    const parts = words.filter((word) => (sign === "-" ? !word.added : !word.removed));
    return { sign, parts: parts.map((word) => ({ text: word.value, changed: word.added || word.removed })) };
  });
}

function line(sign: Line["sign"], text: string): Line {
  return { sign, parts: [{ text, changed: false }] };
}

function split(value: string): string[] {
  return value.replace(/\n$/, "").split("\n");
}

function ended(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

export function tally(lines: readonly Line[]): { added: number; removed: number } {
  return { added: lines.filter((one) => one.sign === "+").length, removed: lines.filter((one) => one.sign === "-").length };
}

/** Fold away what is alike and far from any change. */
export function folded(lines: readonly Line[]): (Line | Fold)[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((one) => one.sign !== " "));
  const shown: (Line | Fold)[] = [];
  lines.forEach((one, at) => {
    const last = shown.at(-1);
    if (near[at]) shown.push(one);
    else if (last && "hidden" in last) last.hidden.push(one);
    else shown.push({ hidden: [one] });
  });
  return shown.flatMap((one) => ("hidden" in one && one.hidden.length < 3 ? one.hidden : [one]));
}
