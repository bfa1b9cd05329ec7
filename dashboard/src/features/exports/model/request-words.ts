/** What an export was asked for, as names with values. Pure. */
import { count, plain } from "@/lib/format";
import { choiceOfRequest, mannerOf } from "./form";
import { nameOf } from "./columns";
import { isSplit, PARTS, percentOf } from "./split";
import { formatOf, isFormat, REVIEW_RULES } from "./words";

const NAMES: Record<string, string> = {
  q: "Containing", template: "Template", kind: "Kind", topic: "Topic", topic_contains: "Topic contains", difficulty: "Difficulty", review: "Decision",
  score_min: "Score from", score_max: "Score to", origin: "Content", demo: "Demo data",
};

export type Line = readonly [name: string, value: string];

export function chosenLines(request: Record<string, unknown>): Line[] {
  const { batchIds, filter } = choiceOfRequest(request);
  const { ids } = mannerOf(request);
  const lines: Line[] = [];
  if (batchIds.length) lines.push([batchIds.length === 1 ? "Batch" : "Batches", batchIds.slice(0, 5).join(", ") + (batchIds.length > 5 ? ` and ${count(batchIds.length - 5)} more` : "")]);
  if (ids.length) lines.push(["By their ids", `${count(ids.length)} picked`]);
  for (const [name, value] of Object.entries(filter)) lines.push([NAMES[name] ?? name, name === "demo" ? (value ? "only" : "none") : plain(String(value))]);
  if (!lines.length) lines.push(["Samples", "of the whole dataset"]);
  return lines;
}

export function mannerLines(request: Record<string, unknown>): Line[] {
  const manner = mannerOf(request);
  const rule = REVIEW_RULES.find((one) => one.rule === manner.review);
  const lines: Line[] = [];
  if (rule && !choiceOfRequest(request).filter.review) lines.push(["Review", rule.label.toLowerCase()]);
  if (manner.includeDemo) lines.push(["Demo model", "its samples may be in it"]);
  lines.push(["Split", splitWords(request)]);
  if (manner.columns) lines.push(["Fields", manner.columns.map((one) => (nameOf(one) === one.field ? one.field : `${one.field} as ${nameOf(one)}`)).join(", ")]);
  for (const role of isFormat(request.format) ? formatOf(request.format).roles : []) if (manner.roles[role]) lines.push([`Filled as ${role}`, manner.roles[role]]);
  if (manner.systemPrompt) lines.push(["System prompt", manner.systemPrompt]);
  if (manner.shardRows) lines.push(["Rows of a file", `at most ${count(Number(manner.shardRows))}`]);
  lines.push(["Language", manner.language]);
  return lines;
}

function splitWords(request: Record<string, unknown>): string {
  const { split } = mannerOf(request);
  if (!isSplit(split)) return "none, all for training";
  const parts = PARTS.filter((part) => percentOf(split[part]) > 0).map((part) => `${split[part]} % ${part}`);
  return `${parts.join(", ")}; seed ${split.seed}`;
}

function told(name: string, value: string): string {
  if (name === "Samples") return "whole dataset";
  return name === "Batch" ? value : `${name.toLowerCase()} ${value}`; // an id of a batch begins with that word
}

/** The choice in one line, for a list of exports. */
export function inShort(request: Record<string, unknown>): string {
  const lines = chosenLines(request).map(([name, value]) => told(name, value));
  const { split, review } = mannerOf(request);
  const rule = REVIEW_RULES.find((one) => one.rule === review);
  if (rule && rule.rule !== "any") lines.push(rule.label.toLowerCase());
  if (isSplit(split)) lines.push(PARTS.map((part) => split[part]).join(" / "));
  return lines.join(", ");
}
