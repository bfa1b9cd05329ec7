import { expect, it } from "vitest";
import { isNarrow, listAddress, queryOf } from "./address";

const of = (text: string) => queryOf(new URLSearchParams(text));

it("reviews what is pending unless the address says otherwise", () => {
  expect(of("topic=Law&at=s1")).toEqual({ topic: "Law", review: "pending" });
  expect(of("review=rejected")).toEqual({ review: "rejected" });
  expect(of("review=")).toEqual({});
  expect(of("verdict=rejected")).toEqual({ verdict: "rejected" });
});

it("goes back to the same list without the sample", () => {
  expect(listAddress(new URLSearchParams("topic=Law&at=s1"))).toBe("/dataset?topic=Law");
  expect(listAddress(new URLSearchParams("at=s1"))).toBe("/dataset");
});

it("knows whether anything but the decision leaves samples out", () => {
  expect(isNarrow(of("score_min=0.5"))).toBe(true);
  expect(isNarrow(of("sort=score"))).toBe(false);
});
