import { describe, expect, it } from "vitest";
import { aBatch } from "./batch.fixture";
import { canBeDeleted, canBePlaced, canMove, expected, legalMoves } from "./legal";

describe("legal moves", () => {
  it.each([
    [{ status: "queued" }, ["pause", "cancel"]],
    [{ status: "running" }, ["pause", "stop"]],
    [{ status: "running", pausing: true }, ["resume", "stop"]],
    [{ status: "running", stopping: true }, []],
    [{ status: "paused" }, ["resume", "stop"]],
    [{ status: "completed" }, []],
    [{ status: "stopped" }, ["retry"]],
    [{ status: "failed" }, ["retry"]],
  ] as const)("of %o are %o", (state, moves) => {
    expect(legalMoves(aBatch(state))).toEqual(moves);
  });

  it("knows stop and cancel as the same for who waits, and cancel not for who runs", () => {
    expect(canMove(aBatch({ status: "queued" }), "stop")).toBe(true);
    expect(canMove(aBatch({ status: "paused" }), "cancel")).toBe(true);
    expect(canMove(aBatch({ status: "running" }), "cancel")).toBe(false);
  });

  it("gives a place only to those in the queue, and deletes only what has ended", () => {
    expect(canBePlaced(aBatch({ status: "queued" }))).toBe(true);
    expect(canBePlaced(aBatch({ status: "queued", drive: "client" }))).toBe(false);
    expect(canBePlaced(aBatch({ status: "paused" }))).toBe(false);
    expect(canBeDeleted(aBatch({ status: "stopped" }))).toBe(true);
    expect(canBeDeleted(aBatch({ status: "paused" }))).toBe(false);
  });
});

describe("what is expected", () => {
  it("is a wish to the worker, and a status for who waits or is driven by a client", () => {
    expect(expected(aBatch({ status: "running" }), "pause")).toEqual({ pausing: true });
    expect(expected(aBatch({ status: "running" }), "stop")).toEqual({ stopping: true });
    expect(expected(aBatch({ status: "running", drive: "client" }), "pause")).toMatchObject({ status: "paused" });
    expect(expected(aBatch({ status: "queued" }), "cancel")).toMatchObject({ status: "stopped" });
    expect(expected(aBatch({ status: "failed" }), "retry")).toMatchObject({ status: "queued", end_reason: null });
  });

  it("takes a pause back that the worker has not obeyed yet", () => {
    expect(expected(aBatch({ status: "running", pausing: true }), "resume")).toEqual({ pausing: false });
  });
});
