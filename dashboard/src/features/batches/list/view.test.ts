import { describe, expect, it } from "vitest";
import { changed, csvAddress, isFiltered, readView, toQuery, USUAL, writeView } from "./view";

const read = (query: string) => readView(new URLSearchParams(query));

describe("the address of the list", () => {
  it("is empty for what is usual", () => {
    expect(read("")).toEqual(USUAL);
    expect(writeView(USUAL).toString()).toBe("");
  });

  it("comes back as it was written", () => {
    const view = { ...USUAL, q: "night run", status: ["queued", "paused"] as const, model: "m-1", topic: "Law", sort: "-name" as const, page: 3, size: 50, density: "compact" as const, switched: ["priority", "template"] };
    expect(readView(writeView(view))).toEqual(view);
  });

  it("takes a status list with commas or repeated, each once, in one order", () => {
    expect(read("status=paused,queued").status).toEqual(["queued", "paused"]);
    expect(read("status=paused&status=queued&status=paused").status).toEqual(["queued", "paused"]);
  });

  it("passes over what is not legal", () => {
    expect(read("status=weird&sort=bogus&page=-4&size=7&density=huge")).toEqual(USUAL);
    expect(read("page=x&sort=-").page).toBe(0);
  });

  it("keeps words that are not its own", () => {
    expect(writeView({ ...USUAL, q: "a" }, new URLSearchParams("keep=1&page=4")).toString()).toBe("keep=1&q=a");
  });
});

describe("a change", () => {
  it("of the search begins at the first page", () => {
    expect(changed({ ...USUAL, page: 5 }, { q: "x" }).page).toBe(0);
    expect(changed({ ...USUAL, page: 5 }, { sort: "name" }).page).toBe(0);
  });

  it("of the looks stays where it is", () => {
    expect(changed({ ...USUAL, page: 5 }, { density: "compact" }).page).toBe(5);
    expect(changed({ ...USUAL, page: 5 }, { page: 6 }).page).toBe(6);
  });
});

describe("the query", () => {
  it("asks for one page and only for filters that are set", () => {
    expect(toQuery({ ...USUAL, page: 2, size: 50 })).toEqual({ limit: 50, offset: 100, sort: "-id" });
    expect(toQuery({ ...USUAL, status: ["queued", "paused"], topic: "Law" })).toMatchObject({ status: ["queued", "paused"], topic: "Law" });
  });

  it("says whether there is a filter", () => {
    expect(isFiltered({ ...USUAL, sort: "name", page: 3 })).toBe(false);
    expect(isFiltered({ ...USUAL, model: "m" })).toBe(true);
    expect(isFiltered({ ...USUAL, status: ["failed"] })).toBe(true);
  });
});

describe("the table to download", () => {
  it("has the filters, and an order only where the route knows it", () => {
    expect(csvAddress({ ...USUAL, q: "a b", sort: "-target_count" }, "failed")).toBe("/api/generate/batch/history?format=csv&q=a+b&status=failed&sort=-target_count");
    expect(csvAddress({ ...USUAL, sort: "-name" }, undefined)).toBe("/api/generate/batch/history?format=csv");
  });
});
