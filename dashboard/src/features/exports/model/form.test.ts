import { describe, expect, it } from "vitest";
import { choiceOf, reviewAddress, withChoice } from "./choice";
import { columnFaults, fieldsOf, makeColumn, moved, pointerOf, rowPlace } from "./columns";
import { faultsOf, formOf, requestOf, reviewOf, USUAL_MANNER, whyNot, type ExportForm } from "./form";
import { againAddress } from "./again";

const at = (address: string): ExportForm => ({ ...USUAL_MANNER, ...choiceOf(new URLSearchParams(address)) });

describe("the address", () => {
  it("fills the choice of samples, by the names of the dataset page", () => {
    const choice = choiceOf(new URLSearchParams("batch_id=b1&batch_id=b2&batch_id=b1&kind=qa&q=duty+care&score_min=0.8&demo=false&format=csv&verdict=accepted&sort=-score"));
    expect(choice).toEqual({ format: "csv", batchIds: ["b1", "b2"], filter: { kind: "qa", q: "duty care", score_min: 0.8, demo: false } });
  });

  it("leaves out what the service would refuse", () => {
    expect(choiceOf(new URLSearchParams("kind=poem&review=maybe&score_max=7&demo=1&format=word&q=++&batch_id="))).toEqual({ format: "openai_chat", batchIds: [], filter: {} });
  });

  it("says the same as the choice it came from, and keeps what is not one", () => {
    const params = new URLSearchParams("page=2&batch_id=b1&topic=Tort&score_max=0&demo=true&format=dpo&review=pending");
    expect(choiceOf(withChoice(new URLSearchParams(), choiceOf(params)))).toEqual(choiceOf(params));
    expect(withChoice(params, { format: "openai_chat", batchIds: [], filter: {} }).toString()).toBe("page=2");
  });

  it("leads to the review of the same samples, where that can be said", () => {
    expect(reviewAddress(at("batch_id=b1&topic=Tort&review=approved"))).toBe("/dataset/review?batch_id=b1&topic=Tort&review=pending");
    expect(reviewAddress(at("batch_id=b1&batch_id=b2"))).toBe("/dataset/review?review=pending");
  });
});

describe("the request", () => {
  it("says what the form says, and nothing that was left alone", () => {
    expect(requestOf(at(""))).toEqual({ format: "openai_chat", review: "approved", include_demo: false, language: "en" });
    expect(requestOf({ ...at("batch_id=b1&topic=Tort"), review: "any", includeDemo: true, systemPrompt: "Be brief.", shardRows: "500", ids: ["s1"] })).toEqual({
      format: "openai_chat", batch_ids: ["b1"], ids: ["s1"], filter: { topic: "Tort" }, review: "any", include_demo: true, system_prompt: "Be brief.", shard_rows: 500, language: "en",
    });
  });

  it("leaves the rule out where the filter names a decision", () => {
    expect(requestOf(at("review=pending"))).not.toHaveProperty("review");
  });

  it("keeps a batch whole unless somebody says otherwise", () => {
    expect(reviewOf(at("format=batch_zip"))).toBe("any");
    expect(reviewOf({ format: "batch_zip", review: "approved" })).toBe("approved");
  });

  it("sends fields that fit the format alone", () => {
    const form = { ...at(""), columns: [makeColumn("question")], roles: { user: "question", prompt: "text", assistant: " " }, systemPrompt: "Be brief." };
    expect(requestOf(form).fields).toEqual({ user: "question" });
    const plain = requestOf({ ...form, format: "jsonl" });
    expect(plain.fields).toEqual(["question"]);
    expect(plain).not.toHaveProperty("system_prompt");
  });

  it("is the same after it has been a form again", () => {
    const requests = [
      { format: "dpo", review: "any", include_demo: false, fields: { chosen: "good" }, system_prompt: "Hi", language: "fr" },
      { format: "parquet", batch_ids: ["b1", "b2"], filter: { score_min: 0.5, demo: true }, review: "not_rejected", include_demo: true, fields: { ask: "question", answer: "answer" }, shard_rows: 10, language: "en" },
      { format: "csv", ids: ["s1"], review: "approved", include_demo: false, split: { train: 0.335, validation: 0.333, test: 0.332, seed: 9 }, fields: ["answer", "question"], language: "en" },
    ];
    for (const request of requests) expect(requestOf(formOf(request))).toEqual(request);
  });

  it("takes the one batch of a filter as a chosen batch", () => {
    expect(requestOf(formOf({ format: "jsonl", filter: { batch_id: "b1", topic: "Tort" }, review: "any" }))).toMatchObject({ batch_ids: ["b1"], filter: { topic: "Tort" } });
  });

  it("is asked for again with its samples in the address", () => {
    expect(againAddress({ export_id: "export_1", request: { format: "jsonl", batch_ids: ["b1"], filter: { topic: "Tort" } } })).toBe("/exports?again=export_1&format=jsonl&batch_id=b1&topic=Tort");
  });
});

describe("what does not fit", () => {
  it("keeps a whole batch to one batch without filters", () => {
    expect(whyNot("batch_zip", at("batch_id=b1"))).toBeNull();
    expect(whyNot("batch_zip", at(""))).toContain("exactly one batch");
    expect(whyNot("batch_zip", at("batch_id=b1&q=duty"))).toContain("whole batch");
    expect(whyNot("jsonl", at("batch_id=b1&q=duty"))).toBeNull();
    expect(faultsOf(at("format=batch_zip"))).toHaveProperty("/format");
  });

  it("finds numbers that are none", () => {
    expect(faultsOf({ ...at("score_min=0.9&score_max=0.1"), shardRows: "1.5" })).toEqual({ "/filter/score_max": "Not below the least score", "/shard_rows": "A whole number from 1 to 10,000,000" });
    expect(faultsOf(at(""))).toEqual({});
  });
});

describe("columns", () => {
  it("are a list until one gets a name of its own", () => {
    expect(fieldsOf([makeColumn("question"), makeColumn("answer", "answer")])).toEqual(["question", "answer"]);
    expect(fieldsOf([makeColumn("question", "ask"), makeColumn("answer")])).toEqual({ ask: "question", answer: "answer" });
  });

  it("are pointed at as the service does", () => {
    expect(pointerOf([makeColumn("a"), makeColumn("b")], 1)).toBe("/fields/1");
    expect(pointerOf([makeColumn("a"), makeColumn("b", "x/y~")], 1)).toBe("/fields/x~1y~0");
  });

  it("must be there, and differ", () => {
    expect(columnFaults(null)).toEqual({});
    expect(columnFaults([])).toHaveProperty("/fields");
    expect(Object.keys(columnFaults([makeColumn("a"), makeColumn(" "), makeColumn("b", "a")]))).toEqual([rowPlace(1), rowPlace(2)]);
  });

  it("can change places", () => {
    expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "c", "b"]);
  });
});
