import { describe, expect, it } from "vitest";
import { isSplit, NO_SPLIT, presetOf, sharesOf, splitFaults, typedOf, withPreset } from "./split";

const split = (train: string, validation: string, test: string, seed = "0") => ({ train, validation, test, seed });

describe("splits", () => {
  it("become shares that sum up to one", () => {
    const shares = sharesOf(split("90", "5", "5", "7"));
    expect(shares).toEqual({ train: 0.9, validation: 0.05, test: 0.05, seed: 7 });
    expect(sharesOf(split("33,4", "33.3", "33.3"))).toEqual({ train: 0.334, validation: 0.333, test: 0.333, seed: 0 });
  });

  it("are none where all is for training", () => {
    expect(sharesOf(NO_SPLIT)).toBeUndefined();
    expect(isSplit(split("100", "", ""))).toBe(false);
  });

  it("must make a hundred together", () => {
    expect(splitFaults(split("80", "10", "5"))).toEqual({ "/split": "The three must make 100 % together; they make 95 %." });
    expect(splitFaults(split("33.4", "33.3", "33.3"))).toEqual({});
    expect(splitFaults(split("", "50", "50"))).toEqual({});
  });

  it("are numbers from 0 to 100, with a whole seed", () => {
    expect(splitFaults(split("110", "-10", "x"))).toEqual({ "/split/train": "0 to 100", "/split/validation": "0 to 100", "/split/test": "0 to 100" });
    expect(splitFaults(split("90", "5", "5", "1.5"))).toHaveProperty(["/split/seed"]);
    expect(splitFaults(split("90", "5", "5", "2147483648"))).toHaveProperty(["/split/seed"]);
  });

  it("know their presets and keep the seed", () => {
    expect(presetOf(split("90", "5", "5.0"))).toBe("90 / 5 / 5");
    expect(presetOf(split("91", "4", "5"))).toBeNull();
    expect(withPreset(split("1", "2", "3", "9"), "80 / 10 / 10")).toEqual(split("80", "10", "10", "9"));
  });

  it("come back from shares without dust", () => {
    expect(typedOf({ train: 0.7, validation: 0.2, test: 0.1, seed: 3 })).toEqual(split("70", "20", "10", "3"));
    expect(typedOf({ train: 0.8, test: 0.2 })).toEqual(split("80", "0", "20", "0"));
    expect(typedOf(null)).toEqual(NO_SPLIT);
  });
});
