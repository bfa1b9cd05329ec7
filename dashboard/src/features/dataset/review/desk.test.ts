import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { problem } from "@/testing/server";
import { deskOf } from "./desk";
import { OUTBOX_KEY, type Entry } from "./outbox";
import { sampleOf, serve } from "./testing";

const LEFT: Entry = { id: "e1", sampleId: "s1", before: { review: "pending", reason: null }, after: { review: "approved", reason: null }, revision: 1, version: 1, tried: false };
const gone = () => problem(404, { title: "Not found", detail: "Sample s1 was deleted with its batch." });

function newDesk() {
  const desk = deskOf(new QueryClient());
  onTestFinished(() => desk.close());
  return desk;
}

beforeEach(() => {
  localStorage.setItem(OUTBOX_KEY, JSON.stringify([LEFT]));
  serve([sampleOf("s1")], { "POST /api/samples/s1/approve": gone });
});

it("tells of a refused decision also where no review is open", async () => {
  const told = vi.fn();
  newDesk().open(told);
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
  expect(told.mock.calls[0]?.[0]).toMatchObject({ detail: "Sample s1 was deleted with its batch." });
  expect(localStorage.getItem(OUTBOX_KEY)).toBeNull();
});

it("leaves it to the review where one is open", async () => {
  const told = vi.fn();
  const review = vi.fn();
  const desk = newDesk();
  desk.tellOfRefusals(review);
  desk.open(told);
  await vi.waitFor(() => expect(review).toHaveBeenCalledWith(expect.anything(), "s1"));
  expect(told).not.toHaveBeenCalled();
});
