import { describe, expect, it } from "vitest";
import { knownFields } from "./known-fields";
import { leftOutWords, remediesOf } from "./left-out";
import { chosenLines, inShort, mannerLines } from "./request-words";
import { holdsDemo, isPushing, pushOf, sizeOf, statusWord, tookMs } from "./standing";
import { labelOf } from "./words";

describe("what is left out", () => {
  it("is told by number", () => {
    expect(leftOutWords("not approved", 1)).toBe("1 is not approved yet");
    expect(leftOutWords("not approved", 1187)).toBe("1,187 are not approved yet");
    expect(leftOutWords("it has no answer", 2)).toBe("2 have no answer");
  });

  it("is told as it came when the reason is new", () => {
    expect(leftOutWords("it is too odd", 3)).toBe("3: it is too odd");
  });

  it("says what can be done, the most useful first", () => {
    expect(remediesOf({ "not approved": 2, "of the demo model": 9, "it has no answer": 1, "nothing is asked in it": 1 })).toEqual(["demo", "review", "format"]);
    expect(remediesOf({})).toEqual([]);
  });
});

describe("what was asked for", () => {
  const request = { format: "csv", batch_ids: ["b1"], filter: { topic: "Tort", demo: false, score_min: 0.5 }, review: "not_rejected", split: { train: 0.8, test: 0.2, seed: 4 }, fields: { ask: "question", answer: "answer" }, include_demo: true };

  it("is told line by line", () => {
    expect(chosenLines(request)).toEqual([["Batch", "b1"], ["Topic", "Tort"], ["Demo data", "none"], ["Score from", "0.5"]]);
    expect(mannerLines(request)).toEqual([
      ["Review", "not rejected"], ["Demo model", "its samples may be in it"], ["Split", "80 % train, 20 % test; seed 4"], ["Fields", "question as ask, answer"], ["Language", "en"],
    ]);
  });

  it("names the whole dataset, and counts many batches", () => {
    expect(chosenLines({ format: "jsonl" })).toEqual([["Samples", "of the whole dataset"]]);
    expect(chosenLines({ format: "jsonl", batch_ids: ["a", "b", "c", "d", "e", "f", "g"] })[0]?.[1]).toBe("a, b, c, d, e and 2 more");
  });

  it("is told in one line", () => {
    expect(inShort(request)).toBe("b1, topic Tort, demo data none, score from 0.5, not rejected, 80 / 0 / 20");
    expect(inShort({ format: "jsonl", review: "any" })).toBe("whole dataset");
  });
});

describe("how an export stands", () => {
  it("counts rows once it is made", () => {
    expect(sizeOf({ status: "running", total: 12, counts: {} })).toBe(12);
    expect(sizeOf({ status: "completed", total: 12, counts: { rows: 11 } })).toBe(11);
    expect(statusWord({ status: "running", cancelling: true })).toBe("cancelling");
    expect(tookMs({ started_at: "2026-11-22T14:36:59.522+00:00", completed_at: "2026-11-22T14:37:00.022+00:00" })).toBe(500);
    expect(tookMs({ started_at: null, completed_at: "2026-11-22T14:37:00.022+00:00" })).toBeNull();
  });

  it("is marked as demo data while it may hold some", () => {
    const asked = { request: { include_demo: true }, counts: {} };
    expect(holdsDemo({ ...asked, status: "running" })).toBe(true);
    expect(holdsDemo({ ...asked, counts: { by_provider: { demo: 2 } }, status: "completed" })).toBe(true);
    expect(holdsDemo({ ...asked, counts: { by_provider: { groq: 2 } }, status: "completed" })).toBe(false);
    expect(holdsDemo({ request: {}, counts: {}, status: "running" })).toBe(false);
  });

  it("tells of a push, and links to the Hub by web address only", () => {
    expect(pushOf({ push: null })).toBeNull();
    const push = pushOf({ push: { status: "completed", repo_id: "ada/x", private: false, url: "javascript:alert(1)", error: null } });
    expect(push).toEqual({ status: "completed", repoId: "ada/x", isPrivate: false, url: null, error: null });
    expect(isPushing(push)).toBe(false);
    expect(isPushing(pushOf({ push: { status: "running", repo_id: "ada/x" } }))).toBe(true);
  });
});

it("knows the fields of the templates that are counted", () => {
  const template = (name: string, fields: string[]) => ({ name, fields }) as never;
  const templates = [template("Q@A", ["question", "topic"]), template("Pair", ["chosen"])];
  expect(knownFields({ format: "openai_chat" }, templates, { "Q@A@3": 2 })).toEqual(["question", "topic", "source"]);
  expect(knownFields({ format: "csv" }, templates, { "Q@A@3": 2 }).slice(0, 3)).toEqual(["question", "content_topic", "sample_id"]);
  expect(knownFields({ format: "dpo" }, templates, {})).toContain("chosen");
});

it("names a format that it does not know by its own word", () => {
  expect(labelOf("sharegpt")).toBe("ShareGPT");
  expect(labelOf("arrow")).toBe("arrow");
});
