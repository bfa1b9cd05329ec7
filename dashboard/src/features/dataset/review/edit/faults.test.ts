import { describe, expect, it } from "vitest";
import { faultsOf } from "./faults";

const MESSAGES = {
  type: "array",
  minItems: 2,
  maxItems: 3,
  items: {
    type: "object",
    properties: { role: { type: "string", enum: ["user", "assistant"] }, content: { type: "string", minLength: 1 } },
    required: ["role", "content"],
    additionalProperties: false,
  },
};

function one(part: object, value: unknown): string[] {
  return faultsOf({ type: "object", properties: { a: part } }, { a: value }).map(({ pointer, detail }) => `${pointer} ${detail}`);
}

describe("faultsOf", () => {
  it("wants what is required", () => {
    expect(faultsOf({ type: "object", properties: { a: {}, b: {} }, required: ["a", "b"] }, { a: 1 })).toEqual([{ pointer: "/content/b", detail: "is needed" }]);
  });

  it.each([
    [{ type: "string" }, 3, "must be a text"],
    [{ type: ["string", "null"] }, 3, "must be a text or empty"],
    [{ type: "integer" }, 1.5, "must be a whole number"],
    [{ minLength: 3 }, "ab", "must have at least 3 characters; it has 2"],
    [{ maxLength: 2 }, "abc", "may have at most 2 characters; it has 3"],
    [{ enum: ["x", "y"] }, "z", "must be one of: x, y"],
    [{ pattern: "^[A-Z]" }, "abc", "must match the pattern ^[A-Z]"],
    [{ minimum: 1 }, 0, "must be at least 1"],
    [{ maximum: 1 }, 2, "may be at most 1"],
    [{ minItems: 2 }, ["a"], "must have at least 2 entries; it has 1"],
    [{ maxItems: 1 }, ["a", "b"], "may have at most 1 entries; it has 2"],
  ])("holds %j against %j", (part, value, detail) => expect(one(part, value)).toEqual([`/content/a ${detail}`]));

  it.each([
    [{ type: ["string", "null"], maxLength: 3 }, null],
    [{ type: "number" }, 1],
    [{ minLength: 1, maxLength: 1 }, "𝄞"], // one character, two code units
    [{ pattern: "(?<broken" }, "left to the service"],
    [{ enum: [null, "x"] }, null],
  ])("lets pass what %j allows: %j", (part, value) => expect(one(part, value)).toEqual([]));

  it("looks into lists and their objects", () => {
    expect(one(MESSAGES, [{ role: "user", content: "Hi" }, { role: "judge", content: "" }])).toEqual([
      "/content/a/1/role must be one of: user, assistant",
      "/content/a/1/content must have at least 1 characters; it has 0",
    ]);
    expect(one(MESSAGES, [{ role: "user" }, { role: "user", content: "x", mood: "sad" }])).toEqual(["/content/a/0/content is needed", "/content/a/1/mood is not a field of the template"]);
  });

  it("leaves fields of an enrichment alone", () => {
    expect(faultsOf({ type: "object", properties: {}, additionalProperties: false }, { rationale: "because" })).toEqual([]);
  });

  it("escapes pointers", () => {
    expect(faultsOf({ type: "object", properties: { "a/b~c": { type: "string" } } }, { "a/b~c": 1 })[0]?.pointer).toBe("/content/a~1b~0c");
  });
});
