import { describe, expect, it } from "vitest";
import { changesOf, faultsBelow, fieldsOf, formFaults, isDirty, kindOf, withTyped, withValue, type FieldOf, type Form } from "./form";

const TURNS = { type: "array", items: { type: "object", properties: { role: { type: "string" }, content: { type: "string" } } } };

describe("controls", () => {
  it.each([
    [{ type: "string" }, "x", "text"],
    [{ type: ["string", "null"] }, null, "text"],
    [{ type: "integer" }, 3, "number"],
    [{ type: "boolean" }, true, "boolean"],
    [{ type: "string", enum: ["a", "b"] }, "a", "choice"],
    [{ enum: [1, 2] }, 1, "json"],
    [{ type: "array", items: { type: "string" } }, [], "json"],
    [{ type: "array", items: { type: "string" } }, ["a"], "strings"],
    [TURNS, [{ role: "user", content: "x" }], "messages"],
    [TURNS, [{ role: "user", content: "x", mood: 1 }], "json"],
    [{ type: "object" }, {}, "json"],
    [{ type: "string" }, { a: 1 }, "json"],
    [{}, "by its value", "text"],
    [{}, [{ role: "user", content: "x" }], "messages"],
    [{}, null, "json"],
  ])("of %j with %j", (schema, value, kind) => expect(kindOf(schema, value)).toBe(kind));

  it("come in the schema's order, and an enrichment's fields after them", () => {
    const fields = fieldsOf({ properties: { b: { type: "string" }, a: {} }, required: ["b"] }, { tags: ["x"], a: 1, b: "y" });
    expect(fields.map(({ name, isNeeded }) => [name, isNeeded])).toEqual([["b", true], ["a", false], ["tags", false]]);
  });
});

describe("what is typed", () => {
  const field = (kind: "number" | "json", isNullable = false): FieldOf => ({ name: "n", kind, schema: {}, isNeeded: true, isNullable });
  const form: Form = { content: { n: 1 }, unread: {} };

  it("is a value as soon as it can be read", () => {
    expect(withTyped(form, field("number"), "2.5")).toEqual({ content: { n: 2.5 }, unread: {} });
    expect(withTyped(form, field("json"), '{"a": [1]}').content).toEqual({ n: { a: [1] } });
    expect(withTyped(form, field("number", true), "").content).toEqual({ n: null });
  });

  it("is kept and told of until then", () => {
    const broken = withTyped(form, field("json"), '{"a": ');
    expect(broken).toEqual({ content: { n: 1 }, unread: { n: '{"a": ' } });
    expect(formFaults({ properties: { n: { type: "object" } } }, broken, { n: 1 })[0]?.pointer).toBe("/content/n");
    expect(isDirty(broken, { n: 1 })).toBe(true);
    expect(withValue(broken, "n", 2).unread).toEqual({});
  });
});

describe("faults of a form", () => {
  const schema = { properties: { a: { type: "string", maxLength: 3 }, b: { type: "string", maxLength: 3 } } };

  it("judge what was changed, not what came so", () => {
    const before = { a: "too long", b: "ok" };
    expect(formFaults(schema, { content: before, unread: {} }, before)).toEqual([]);
    expect(formFaults(schema, { content: { ...before, b: "also too long" }, unread: {} }, before).map((fault) => fault.pointer)).toEqual(["/content/b"]);
  });

  it("are told with their way below the field", () => {
    const faults = [{ pointer: "/content/list/0/role", detail: "is needed" }, { pointer: "/content/listed", detail: "no" }];
    expect(faultsBelow(faults, "/content/list")).toBe("0/role: is needed");
    expect(faultsBelow(faults, "/content/li")).toBeUndefined();
  });
});

it("sends what differs, whatever the order of keys", () => {
  const before = { a: { x: 1, y: 2 }, b: "old" };
  expect(changesOf(before, { a: { y: 2, x: 1 }, b: "new" })).toEqual({ b: "new" });
});
