import { describe, expect, it } from "vitest";
import { sampleOf } from "./testing";
import type { Decided } from "./decisions";
import type { Entry } from "./outbox";
import { afterDecision, afterEdit, afterNews, afterRefusal, afterUndo, current, NEW_SESSION, reasonsOf, tallyOf } from "./session";

const APPROVED: Decided = { review: "approved", reason: null };
const rejected = (reason: string): Decided => ({ review: "rejected", reason });

function waiting(after: Decided, before: Decided = { review: "pending", reason: null }): Entry {
  return { id: "e1", sampleId: "s1", before, after, revision: 1, version: 1, tried: false };
}

describe("undo", () => {
  it("takes decisions back one after the other, with their reasons", () => {
    const one = sampleOf("s1", { review: "rejected", review_reason: "too long" });
    let session = afterDecision(NEW_SESSION, one, APPROVED, "e1");
    session = afterDecision(session, session.known.s1!, rejected("wrong law"), "e2");
    session = afterUndo(session);
    expect(session.known.s1).toMatchObject({ review: "approved", review_reason: null });
    session = afterUndo(session);
    expect(session.known.s1).toMatchObject({ review: "rejected", review_reason: "too long" });
    expect(afterUndo(session)).toBe(session);
  });
});

describe("news of the service", () => {
  it("bring the new revision, but not against a decision that still waits", () => {
    const session = afterDecision(NEW_SESSION, sampleOf("s1"), APPROVED, "e1");
    const told = sampleOf("s1", { revision: 2, review: "pending" });
    expect(afterNews(session, told, []).known.s1).toMatchObject({ review: "pending", revision: 2 });
    expect(afterNews(session, told, [waiting(APPROVED)]).known.s1).toMatchObject({ review: "approved", revision: 2 });
  });

  it("roll a refused decision back, and forget how to undo it", () => {
    const session = afterDecision(NEW_SESSION, sampleOf("s1"), APPROVED, "e1");
    const after = afterRefusal(session, [waiting(APPROVED)]);
    expect(after.known.s1?.review).toBe("pending");
    expect(after.steps).toEqual([]);
  });
});

describe("a listed sample", () => {
  it("shows what this session did, until the list knows better", () => {
    const session = afterDecision(NEW_SESSION, sampleOf("s1", { revision: 3 }), APPROVED, "e1");
    expect(current(sampleOf("s1", { revision: 3 }), session, []).review).toBe("approved");
    expect(current(sampleOf("s1", { revision: 4, review: "rejected" }), session, []).review).toBe("rejected");
  });

  it("shows a decision that waits since before a reload", () => {
    expect(current(sampleOf("s1"), NEW_SESSION, [waiting(APPROVED)]).review).toBe("approved");
    expect(current(sampleOf("s2"), NEW_SESSION, [waiting(APPROVED)]).review).toBe("pending");
  });
});

it("counts a sample once, as it was left", () => {
  let session = afterDecision(NEW_SESSION, sampleOf("s1"), rejected("a"), "e1");
  session = afterDecision(session, session.known.s1!, APPROVED, "e2");
  session = afterDecision(session, sampleOf("s2"), rejected("b"), "e3");
  session = afterEdit(afterEdit(session, sampleOf("s2")), sampleOf("s2"));
  expect(tallyOf(session)).toEqual({ approved: 1, rejected: 1, edited: 1 });
});

it("offers recent reasons before usual ones, each once, nine at most", () => {
  let session = afterDecision(NEW_SESSION, sampleOf("s1"), rejected("first"), "e1");
  session = afterDecision(session, sampleOf("s2"), rejected("second"), "e2");
  const reasons = reasonsOf(session, ["usual", "first", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]);
  expect(reasons.slice(0, 3)).toEqual(["second", "first", "usual"]);
  expect(new Set(reasons).size).toBe(9);
});
