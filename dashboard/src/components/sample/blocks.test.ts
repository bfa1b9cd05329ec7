import { describe, expect, it } from "vitest";
import { blocksOf, guessKind, messagesOf } from "./blocks";
import { summaryOf } from "./summary";

const types = (content: Record<string, unknown>, kind?: string) => blocksOf(content, kind).map((block) => `${block.field}:${block.type}`);

describe("guessKind", () => {
  it.each([
    [{ question: "q", answer: "a" }, "qa"],
    [{ question: "q", answer: "a", quote: "w" }, "grounded_qa"],
    [{ instruction: "i", input: "", output: "o" }, "instruction"],
    [{ messages: [{ role: "user", content: "hi" }] }, "conversation"],
    [{ prompt: "p", chosen: "c", rejected: "r" }, "preference"],
    [{ text: "t", label: "l" }, "classification"],
    [{ problem: "p", steps: ["1"] }, "reasoning"],
    [{ units: [{ title: "u", lessons: [] }] }, "curriculum"],
    [{ messages: "none" }, "other"],
    [{}, "other"],
  ])("knows %j as %s", (content, kind) => expect(guessKind(content)).toBe(kind));
});

describe("blocksOf", () => {
  it("puts the fields of a kind in reading order, and an enrichment's after them", () => {
    const content = { holds: true, answer: "a", rationale: "w", question: "q", reasoning: "r", case_citation: null };
    expect(types(content)).toEqual(["question:lead", "reasoning:folded", "answer:text", "holds:any", "rationale:any"]);
  });

  it("shows a field of another shape than its kind promises, instead of hiding it", () => {
    expect(types({ problem: "p", steps: "first, then", final_answer: "4" }, "reasoning")).toEqual(["problem:lead", "final_answer:final", "steps:any"]);
    expect(types({ prompt: "p", chosen: [1], rejected: "r" }, "preference")).toEqual(["prompt:lead", "chosen:any", "rejected:any"]);
  });

  it("takes chosen and rejected together", () => {
    expect(types({ rejected: "r", chosen: "c", prompt: "p", reason: "why" })).toEqual(["prompt:lead", "chosen:pair", "reason:text"]);
  });

  it("guesses when the kind is one that it does not know", () => {
    expect(types({ text: "t", label: "l" }, "other")).toEqual(["text:text", "label:label"]);
  });
});

describe("messagesOf", () => {
  it("reads both ways to write a message, and keeps what else it says", () => {
    expect(messagesOf([{ from: "human", value: "Hi", mood: "glad" }])).toEqual([{ role: "human", content: "Hi", rest: { mood: "glad" } }]);
  });

  it.each([[[]], [["Hi"]], [[{ role: "user" }]], ["text"]])("knows that %j is no conversation", (value) => expect(messagesOf(value)).toBeNull());
});

describe("summaryOf", () => {
  it.each([
    [{ answer: "a", question: "Who\n  asks?" }, "Who asks?"],
    [{ messages: [{ role: "system", content: "Be kind." }, { role: "user", content: "Hello" }] }, "Hello"],
    [{ deep: { list: ["", "found"] } }, "found"],
    [{ number: 3 }, '{"number":3}'],
    [null, "(no content)"],
  ])("says %j in a line", (content, line) => expect(summaryOf(content)).toBe(line));

  it("cuts what is long", () => {
    const line = summaryOf({ question: "word ".repeat(1000) });
    expect(line.length).toBeLessThanOrEqual(240);
    expect(line.endsWith("…")).toBe(true);
  });
});
