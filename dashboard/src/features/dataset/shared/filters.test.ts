import { describe, expect, it } from "vitest";
import { addressOf, described, filtersOf, linkTo, reviewFilterOf, withFilters } from "./filters";

const of = (text: string) => filtersOf(new URLSearchParams(text));

describe("filtersOf", () => {
  it("reads what the address asks for", () => {
    expect(of("q=duty+care&review=pending&score_min=0.8&demo=false&kind=qa&sort=-score")).toEqual({
      q: "duty care", review: "pending", score_min: 0.8, demo: false, kind: "qa", sort: "-score",
    });
  });

  it("leaves out what the service would refuse", () => {
    expect(of("review=perhaps&score_min=7&score_max=x&demo=1&kind=&sort=-id&q=++&unknown=1")).toEqual({});
    expect(of("score_min=0.8&score_max=0.2")).toEqual({ score_min: 0.8 });
  });

  it("keeps apart what belongs to accepted samples and to refused candidates", () => {
    expect(of("verdict=rejected&reason=too_short&review=pending&origin=person&sort=score")).toEqual({ verdict: "rejected", reason: "too_short" });
    expect(of("verdict=accepted&reason=too_short&review=pending")).toEqual({ review: "pending" });
  });
});

describe("the address", () => {
  it("says the same as the filters it came from", () => {
    const filters = of("batch_id=b&template=Legal+Q%26A%402&topic_contains=tort&score_max=0&demo=true&verdict=rejected&reason=judge");
    expect(filtersOf(addressOf(filters))).toEqual(filters);
  });

  it("keeps what is not a filter", () => {
    expect(withFilters(new URLSearchParams("sample=s1&q=old&review=pending"), { review: "approved" }).toString()).toBe("sample=s1&review=approved");
  });

  it("leads to other pages about the same samples", () => {
    expect(linkTo("/exports", {})).toBe("/exports");
    expect(linkTo("/dataset/review", { review: "pending" }, { at: "s1" })).toBe("/dataset/review?review=pending&at=s1");
  });
});

it("asks a review of many for the samples alone", () => {
  expect(reviewFilterOf({ q: "duty", sort: "score", score_min: 0.5 })).toEqual({ q: "duty", score_min: 0.5 });
});

it("says filters in words", () => {
  expect(described({ review: "pending", score_min: 0.8, demo: false, sort: "score" })).toBe("review pending, score at least 0.8, without demo data");
  expect(described({})).toBe("all samples of the dataset");
});
