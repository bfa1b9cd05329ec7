/** Why chosen samples stay behind, in words that fit their number. Pure. */
import { count } from "@/lib/format";

/** What can be done about a reason: decide, let demo data in, or take another format. */
export type Remedy = "review" | "rejected" | "demo" | "format";

interface Words {
  one: string;
  many: string;
  remedy: Remedy;
}

const WORDS: Record<string, Words> = {
  "not approved": { one: "is not approved yet", many: "are not approved yet", remedy: "review" },
  "rejected by a person": { one: "was rejected by a person", many: "were rejected by a person", remedy: "rejected" },
  "of the demo model": { one: "was made by the demo model", many: "were made by the demo model", remedy: "demo" },
  "it has no chosen and rejected answers": { one: "has no chosen and rejected answers", many: "have no chosen and rejected answers", remedy: "format" },
  "nothing is asked in it": { one: "asks nothing", many: "ask nothing", remedy: "format" },
  "it has no answer": { one: "has no answer", many: "have no answer", remedy: "format" },
  "it has no turns": { one: "has no turns", many: "have no turns", remedy: "format" },
  "it is a conversation of several turns": { one: "is a conversation of several turns", many: "are conversations of several turns", remedy: "format" },
  "its turns are not of user and assistant": { one: "has turns that are not of user and assistant", many: "have turns that are not of user and assistant", remedy: "format" },
  "its turns do not alternate from user to assistant": { one: "has turns that do not alternate", many: "have turns that do not alternate", remedy: "format" },
};

/** One reason as a sentence's end with its number; a reason that is new to this page is told as it came. */
export function leftOutWords(reason: string, number: number): string {
  const words = WORDS[reason];
  if (!words) return `${count(number)}: ${reason}`;
  return `${count(number)} ${number === 1 ? words.one : words.many}`;
}

/** What could be done about the reasons, each once, the largest number first. */
export function remediesOf(leftOut: Record<string, number>): Remedy[] {
  const found = Object.entries(leftOut)
    .sort(([, one], [, other]) => other - one)
    .map(([reason]) => WORDS[reason]?.remedy ?? "format");
  return [...new Set(found)];
}

export function sumOf(numbers: Record<string, number>): number {
  return Object.values(numbers).reduce((all, one) => all + one, 0);
}
