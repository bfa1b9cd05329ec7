import { expect, it } from "vitest";
import { acceptance, costForecast, costText, forecastText } from "./forecast";

const at = (samples_generated: number, cost_usd: number | null, attempts = 20, target_count = 100) => costForecast({ samples_generated, cost_usd, attempts, target_count });

it("goes on at the price per accepted sample, with what refused answers cost", () => {
  expect(at(10, 0.5)).toEqual({ kind: "known", soFar: 0.5, atEnd: 5 });
});

it("forecasts nothing from one or two of many samples", () => {
  expect(at(2, 0.5)).toEqual({ kind: "known", soFar: 0.5, atEnd: null });
  expect(at(2, 0.5, 5, 2)).toEqual({ kind: "known", soFar: 0.5, atEnd: 0.5 });
});

it("does not take an unknown price for a price of nothing", () => {
  expect(costText(at(10, null))).toBe("No price known");
  expect(costText(at(10, 0))).toBe("$0");
  expect(forecastText(at(10, null))).toBe("");
});

it("says nothing before the first call", () => {
  expect(at(0, null, 0)).toEqual({ kind: "not-begun" });
});

it("never forecasts less than what was spent, when a target was lowered below what is there", () => {
  expect(at(120, 6)).toEqual({ kind: "known", soFar: 6, atEnd: 6 });
});

it("reckons acceptance of judged answers alone", () => {
  expect(acceptance({ samples_generated: 3, rejected_count: 1 })).toBe(0.75);
  expect(acceptance({ samples_generated: 0, rejected_count: 0 })).toBeNull();
});
