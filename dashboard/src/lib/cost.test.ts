import { describe, expect, it } from "vitest";
import { acceptance, forecastUsd } from "./cost";

describe("forecastUsd", () => {
  it("goes on at what a sample has cost so far", () => expect(forecastUsd(0.5, 10, 100)).toBeCloseTo(5));
  it("is what it cost when the target was lowered below what there is", () => expect(forecastUsd(0.5, 10, 5)).toBe(0.5));
  it("knows nothing before the first sample", () => expect(forecastUsd(0.5, 0, 100)).toBeNull());
  it("knows nothing without a price", () => expect(forecastUsd(null, 10, 100)).toBeNull());
});

describe("acceptance", () => {
  it("counts judged answers only", () => expect(acceptance(9, 1)).toBe(0.9));
  it("knows nothing before the first one", () => expect(acceptance(0, 0)).toBeNull());
});
