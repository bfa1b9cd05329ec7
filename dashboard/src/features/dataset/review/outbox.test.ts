import { describe, expect, it } from "vitest";
import type { Decided } from "./decisions";
import { added, AT_MOST, isFull, nextOf, OUTBOX_KEY, readOutbox, rebased, settled, tried, withdrawn, without, type Entry } from "./outbox";
import { OutboxStore } from "./outbox-store";

const PENDING: Decided = { review: "pending", reason: null };
const APPROVED: Decided = { review: "approved", reason: null };
const NOBODY = new Set<string>();

function entry(id: string, sampleId: string, revision = 1): Omit<Entry, "tried"> {
  return { id, sampleId, before: PENDING, after: APPROVED, revision, version: 1 };
}

describe("the outbox", () => {
  it("lets the second decision about a sample wait for the revision of the first", () => {
    const both = added(added([], entry("1", "s1", 4)), entry("2", "s1", 4));
    expect(both.map((one) => one.revision)).toEqual([4, null]);
    expect(nextOf(both, NOBODY)?.id).toBe("1");
    expect(settled(both, "1", 5)).toMatchObject([{ id: "2", revision: 5 }]);
  });

  it("settles a decision without touching those about other samples", () => {
    const all = [entry("1", "s1", 4), entry("2", "s2", 7)].reduce<Entry[]>((list, one) => added(list, one), []);
    expect(settled(all, "1", 5)).toMatchObject([{ id: "2", revision: 7 }]);
    expect(settled(all, "gone", 5)).toHaveLength(2);
  });

  it("passes over samples that wait for the person", () => {
    const all = added(added([], entry("1", "s1")), entry("2", "s2"));
    expect(nextOf(all, new Set(["s1"]))?.id).toBe("2");
    expect(nextOf(all, new Set(["s1", "s2"]))).toBeUndefined();
  });

  it("withdraws only what the service cannot have heard of", () => {
    const one = added([], entry("1", "s1"));
    expect(withdrawn(one, "s1")).toEqual([]);
    expect(withdrawn(tried(one, "1"), "s1")).toBeNull();
    expect(withdrawn(added(tried(one, "1"), entry("2", "s1")), "s1")).toMatchObject([{ id: "1" }]);
    expect(withdrawn(one, "s2")).toBeNull();
  });

  it("goes on from another revision, and forgets a sample", () => {
    const all = added(added([], entry("1", "s1")), entry("2", "s2"));
    expect(rebased(all, "1", 9, 3)[0]).toMatchObject({ revision: 9, version: 3 });
    expect(without(all, "s1")).toMatchObject([{ id: "2" }]);
  });

  it("is bounded", () => {
    const many = Array.from({ length: AT_MOST }, (_, n) => ({ ...entry(String(n), `s${n}`), tried: false }));
    expect(isFull(many.slice(1))).toBe(false);
    expect(isFull(many)).toBe(true);
  });

  it("reads back what was written, and leaves out what is no entry", () => {
    const all = added([], entry("1", "s1"));
    expect(readOutbox(JSON.stringify(all))).toEqual(all);
    const spoilt = [{ ...all[0], after: { review: 3 } }, null, "x", { id: 1 }];
    expect(readOutbox(JSON.stringify(spoilt))).toEqual([]);
    expect(readOutbox("{")).toEqual([]);
    expect(readOutbox(null)).toEqual([]);
  });
});

describe("the outbox in the browser", () => {
  it("survives a reload, and leaves nothing behind when it is empty", () => {
    new OutboxStore().change((all) => added(all, entry("1", "s1")));
    const later = new OutboxStore();
    expect(later.get()).toMatchObject([{ id: "1", sampleId: "s1" }]);
    later.change(() => []);
    expect(localStorage.getItem(OUTBOX_KEY)).toBeNull();
  });

  it("keeps what another tab has added, and sees what it has sent", () => {
    const mine = new OutboxStore();
    const theirs = new OutboxStore();
    mine.change((all) => added(all, entry("1", "s1")));
    theirs.change((all) => added(all, entry("2", "s2")));
    expect(theirs.get().map((one) => one.id)).toEqual(["1", "2"]);
    theirs.change((all) => settled(all, "1", 2));
    expect(mine.holds("1")).toBe(false);
    expect(mine.holds("2")).toBe(true);
  });
});
