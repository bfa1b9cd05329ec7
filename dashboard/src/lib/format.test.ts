import { describe, expect, it } from "vitest";
import { bytes, compact, count, counted, duration, moment, NONE, percent, perMinute, usd, utc } from "./format";

describe("numbers", () => {
  it.each([
    [0, "0 %"],
    [0.001, "< 1 %"],
    [0.5, "50 %"],
    [0.999, "> 99 %"],
    [1, "100 %"],
    [null, NONE],
  ])("says %s as %s", (share, text) => expect(percent(share)).toBe(text));

  it.each([
    [0, "$0"],
    [0.00041, "$0.00041"],
    [1.436, "$1.44"],
    [12345.6, "$12,345.60"],
  ])("says %s dollars as %s", (value, text) => expect(usd(value)).toBe(text));

  it.each([
    [9999, "9,999"],
    [12_345, "12.3 k"],
    [999_999, "1 M"],
    [2_046_000, "2 M"],
  ])("shortens %s to %s", (value, text) => expect(compact(value)).toBe(text));

  it.each([
    [999, "999 B"],
    [6657, "6.7 kB"],
    [3_200_000, "3.2 MB"],
  ])("says %s bytes as %s", (value, text) => expect(bytes(value)).toBe(text));

  it("keeps one and many apart", () => {
    expect(counted(1, "batch", "batches")).toBe("1 batch");
    expect(counted(2200, "sample")).toBe("2,200 samples");
  });

  it("says nothing of what is not known", () => {
    expect([count(null), perMinute(null), duration(null), duration(Infinity), utc(null)]).toEqual([NONE, NONE, NONE, NONE, ""]);
  });
});

describe("times", () => {
  it.each([
    [0, "0 s"],
    [59.6, "1 min"],
    [61, "1 min 01 s"],
    [2767, "46 min"],
    [3600, "1 h"],
    [7500, "2 h 05 min"],
    [200_000, "2 d 7 h"],
  ])("says %s seconds as %s", (seconds, text) => expect(duration(seconds)).toBe(text));

  it("shows the day of another day", () => {
    expect(moment("2026-11-21T08:00:00+00:00", new Date("2026-11-22T12:00:00Z"))).toContain("21 Nov");
    expect(moment("2025-11-21T08:00:00+00:00", new Date("2026-11-22T12:00:00Z"))).toContain("2025");
  });

  it("shows UTC to the second", () => {
    expect(utc("2026-11-22T08:58:38.245+00:00")).toBe("2026-11-22 08:58:38 UTC");
  });
});
