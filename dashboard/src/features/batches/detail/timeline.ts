/** Events as plain sentences, and long runs of the same as one. */
import type { BatchEvent } from "@/lib/api/batches";
import { count, counted, duration, NONE, plain, sentence } from "@/lib/format";

export interface Happening {
  id: number;
  at: string;
  /** When it began, if it stands for several events. */
  since?: string;
  kind: string;
  text: string;
  tone: "info" | "good" | "bad" | "quiet";
}

const CHECKPOINT = "checkpoint.saved";

/** Newest first; checkpoints that follow each other are told as one. */
export function timelineOf(events: readonly BatchEvent[]): Happening[] {
  const told: Happening[] = [];
  for (let end = events.length - 1; end >= 0; end--) {
    const event = events[end]!;
    if (event.kind !== CHECKPOINT) {
      told.push({ id: event.id, at: event.at, kind: event.kind, text: sentenceOf(event), tone: toneOf(event) });
      continue;
    }
    let start = end;
    while (start > 0 && events[start - 1]!.kind === CHECKPOINT) start--;
    told.push(checkpoints(events.slice(start, end + 1)));
    end = start;
  }
  return told;
}

function checkpoints(run: readonly BatchEvent[]): Happening {
  const last = run.at(-1)!;
  const text = run.length === 1 ? sentenceOf(last) : `${counted(run.length, "checkpoint")}, up to ${rowsOf(last)} in the files.`;
  return { id: last.id, at: last.at, since: run.length > 1 ? run[0]!.at : undefined, kind: last.kind, text, tone: "quiet" };
}

type Data = BatchEvent["data"];

/** What an event says, by its kind; how many samples there were is added where it helps. */
const SENTENCES: Record<string, (data: Data) => string> = {
  "batch.queued": (data) => `Put into the queue: ${counted(number(data["target_count"]), "sample")} in ${counted(number(data["items"]) || 1, "item")}.`,
  "batch.started": (data) => (number(data["samples_generated"]) ? `Went on, with ${progress(data)}.` : "Began to run."),
  "batch.requeued": (data) => `Put back to the head of the queue${because(data["why"])}.`,
  "batch.recovered": () => "Found running after a crash, and taken up again.",
  "batch.paused": (data) => (data["cause"] === "person" ? `Paused by a person, with ${progress(data)}.` : `Paused${because(data["reason"])}`),
  "batch.resumed": (data) => `Resumed${because(data["why"])}.`,
  "batch.retried": (data) => (data["missing"] == null ? "Retried." : `Retried: ${counted(number(data["missing"]), "sample")} missing.`),
  "batch.moved": (data) => (data["position"] == null ? "Moved in the queue." : `Moved to place ${count(number(data["position"]))} in the queue.`),
  "batch.reprioritised": (data) => `Its priority became ${text(data["priority"])}.`,
  "batch.edited": (data) => `Changed by a person: ${fields(data["fields"])}.`,
  "item.failed": (data) => `Item ${text(data["item"])} could not be filled${because(data["reason"])}`,
  "item.retried": (data) => `Item ${text(data["item"])} is tried again.`,
  "sample.edited": (data) => `Sample ${text(data["sample_id"])} was edited${by(data["by"])}.`,
  "sample.reviewed": (data) => `Sample ${text(data["sample_id"])} became ${plain(text(data["review"]))}${by(data["by"])}${because(data["reason"])}`,
  "price.changed": () => "This run began at other prices than the last one. What was paid before stays as it was.",
  "quota.waiting": (data) => `Calls waited ${duration(number(data["waiting_s"]))} for the quota${because(data["why"])}.`,
  [CHECKPOINT]: (data) => `Checkpoint: ${rowsOf({ data })} in the files.`,
  "batch.completed": (data) => `Completed, with ${progress(data)}.`,
  "batch.stopped": (data) => `Stopped, with ${progress(data)}${because(data["reason"])}`,
  "batch.failed": (data) => `Failed, with ${progress(data)}${because(data["reason"])}`,
};

export function sentenceOf({ kind, data }: Pick<BatchEvent, "kind" | "data">): string {
  const say = SENTENCES[kind];
  const said = say ? say(data) : `${sentence(kind.replaceAll(".", " "))}.`;
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

function toneOf({ kind, data }: BatchEvent): Happening["tone"] {
  if (kind === "batch.failed" || kind === "item.failed" || (kind === "batch.paused" && data["cause"] !== "person")) return "bad";
  if (kind === "batch.completed") return "good";
  return kind.startsWith("sample.") || kind === "quota.waiting" ? "quiet" : "info";
}

function progress(data: Data): string {
  return `${count(number(data["samples_generated"]))} of ${counted(number(data["target_count"]), "sample")}`;
}

function rowsOf({ data }: { data: Data }): string {
  return counted(number(data["rows"]), "sample");
}

function because(reason: unknown): string {
  return typeof reason === "string" && reason ? `: ${reason}` : "";
}

function by(who: unknown): string {
  return typeof who === "string" && who ? ` by ${who}` : "";
}

function fields(names: unknown): string {
  return Array.isArray(names) && names.length ? names.map((name) => plain(String(name))).join(", ") : "its settings";
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : NONE;
}
