import { expect, it } from "vitest";
import { adviceFor, kindName } from "./advice";
import { groupsOf } from "./groups";

const failure = (reason: string, count: number, over = {}) => ({
  reason, fate: "failed" as const, purpose: "generate" as const, count, http_status: 503, last_at: "2026-11-22T10:00:00+00:00", last_message: "old", ...over,
});

it("joins what differs by its status alone, and keeps the newest message", () => {
  const later = { http_status: 500, last_at: "2026-11-22T11:00:00+00:00", last_message: "new" };
  const groups = groupsOf([failure("timeout", 1), failure("server_error", 2), failure("server_error", 5, later)]);
  expect(groups.map(({ kind, count }) => [kind, count])).toEqual([["server_error", 7], ["timeout", 1]]);
  expect(groups[0]).toMatchObject({ statuses: [500, 503], lastMessage: "new", share: 7 / 8 });
});

it("tells calls of the judge apart from those of the generator", () => {
  expect(groupsOf([failure("timeout", 1), failure("timeout", 1, { purpose: "judge" })])).toHaveLength(2);
});

it("knows what to do, and says so when it does not", () => {
  expect(adviceFor("authentication").todo).toContain("resume");
  expect(adviceFor("from_the_future").means).toContain("does not know");
  expect(kindName("not_json")).toBe("Not JSON");
});
