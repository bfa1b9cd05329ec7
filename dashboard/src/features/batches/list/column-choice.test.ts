import { describe, expect, it } from "vitest";
import { isShown, switchedBy, visibilityOf } from "./column-choice";

describe("the choice of columns", () => {
  it("hides the rare ones when nothing is switched", () => {
    expect(isShown("cost", [])).toBe(true);
    expect(isShown("priority", [])).toBe(false);
    expect(visibilityOf([])).toMatchObject({ priority: false, template: false });
  });

  it("comes back from the grid as it was given to it", () => {
    const switched = ["cost", "priority"];
    expect(visibilityOf(switched)).toMatchObject({ cost: false, priority: true, template: false });
    expect(switchedBy(visibilityOf(switched))).toEqual(switched);
    expect(switchedBy(visibilityOf([]))).toEqual([]);
  });

  it("takes an empty answer of the grid as all shown", () => {
    expect(switchedBy({})).toEqual(["completed_at", "priority", "started_at", "target_count", "template"]);
  });
});
