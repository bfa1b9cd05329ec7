/** What a template can make, as people say it. */
import { plain, sentence } from "@/lib/format";
import { KINDS, type Kind } from "./form";

const SHORT: Partial<Record<Kind, string>> = { qa: "Q&A", grounded_qa: "Grounded Q&A" };

export function kindName(kind: string): string {
  return SHORT[kind as Kind] ?? sentence(kind);
}

/** The same inside of a line. */
export function kindWord(kind: string): string {
  return SHORT[kind as Kind]?.replace("Grounded", "grounded") ?? plain(kind);
}

export const KIND_OPTIONS = KINDS.map((kind) => [kind, kindName(kind)] as const);
