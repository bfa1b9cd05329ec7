import { expect, it } from "vitest";
import { axisTop, bucketWords, ratesOf, scoreRanges } from "./series";

const bucket = (second: number, calls: number) => ({ at: new Date(second * 1000).toISOString(), accepted: calls, rejected: 0, failed: 0, calls, tokens: calls * 100, cost_usd: null });

it("adds short buckets up over the minute before, as limits count", () => {
  const rates = ratesOf({ bucket_s: 30, start_at: "", end_at: "", buckets: [bucket(0, 10), bucket(30, 4), bucket(60, 2)] });
  expect(rates.map((rate) => rate.requests)).toEqual([10, 14, 6]);
  expect(rates[2]).toMatchObject({ tokens: 600, at: new Date(90_000) });
});

it("brings long buckets down to a minute", () => {
  const [rate] = ratesOf({ bucket_s: 300, start_at: "", end_at: "", buckets: [bucket(0, 50)] });
  expect(rate).toMatchObject({ requests: 10, tokens: 1000 });
});

it("makes room for the limit only when use comes near it", () => {
  expect(axisTop([20], 25)).toBeGreaterThan(25);
  expect(axisTop([2], 600)).toBeUndefined();
  expect(axisTop([2], null)).toBeUndefined();
});

it("names buckets and ranges", () => {
  expect([1, 15, 60, 300, 3600, 7200].map(bucketWords)).toEqual(["second", "15 seconds", "minute", "5 minutes", "hour", "2 hours"]);
  expect(scoreRanges([0, 3])[1]).toEqual({ range: "0.1–0.2", count: 3 });
});
