import { describe, expect, it } from "vitest";
import { Faults } from "./faults";
import { lineIn, lineRange, placeOf, sorted } from "./places";

describe("the place of a pointer", () => {
  it.each([
    ["/user", "prompt", "User"],
    ["/identity_fields/0", "sample", "Identity field 1"],
    ["/schema/properties/answer/minLength", "sample", "Field answer, minLength"],
    ["/schema/properties/", "sample", "Field without a name"],
    ["/parameters/style/values/2", "parameters", "Parameter style, values, 2"],
    ["/parameters/a~1b", "parameters", "Parameter a/b"],
    ["/checks/3/pattern", "checks", "Check 4, pattern"],
    ["/judge/rubric/0/name", "judge", "Criterion 1, name"],
    ["/judge/threshold", "judge", "Judge, threshold"],
    ["/defaults/max_tokens", "more", "Defaults, max tokens"],
    ["/small/user", "more", "Form for small models, user"],
    ["", "values", "Template"],
    ["/foo", "values", "foo"],
  ])("%s is in %s: %s", (pointer, section, label) => {
    expect(placeOf(pointer)).toEqual({ section, label });
  });

  it("names the line of the outline", () => {
    expect(placeOf("/taxonomy/0/topics/0/name", "Sea\n  Ships").label).toBe("Topics, line 2");
  });
});

it("tells faults of the definition from those of the values", () => {
  const faults = [
    { pointer: "/definition/user", detail: "a" },
    { pointer: "/parameters/style", detail: "b" },
    { pointer: "/definition", detail: "c" },
  ];
  expect(sorted(faults)).toEqual({
    definition: [
      { pointer: "/user", detail: "a" },
      { pointer: "", detail: "c" },
    ],
    values: [{ pointer: "/parameters/style", detail: "b" }],
  });
});

it("finds the line that a fault names", () => {
  expect(lineIn("line 12: foo is not known")).toBe(12);
  expect(lineIn("must not be empty")).toBeNull();
  expect(lineRange("ab\ncde\nf", 2)).toEqual([3, 6]);
  expect(lineRange("ab", 9)).toEqual([2, 2]);
});

it("gives each field its own faults, and a row what none of its fields shows", () => {
  const faults = new Faults([
    { pointer: "/checks/1/pattern", detail: "is no expression" },
    { pointer: "/checks/1", detail: "needs a field" },
    { pointer: "/checks/10", detail: "other" },
  ]);
  expect(faults.at("/checks/1/pattern")).toBe("is no expression");
  expect(faults.rest("/checks/1", ["pattern"])).toBe("needs a field");
  expect(faults.at("/checks/2")).toBeNull();
  expect(faults.count("checks")).toBe(3);
});
