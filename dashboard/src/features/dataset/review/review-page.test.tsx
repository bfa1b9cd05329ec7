import { configure, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { problem, type Asked } from "@/testing/server";
import { OUTBOX_KEY } from "./outbox";
import { decisionsOf, openReview as open, sampleOf, serve } from "./testing";

configure({ asyncUtilTimeout: 5000 }); // the machine may be busy

const THREE = [sampleOf("s1"), sampleOf("s2"), sampleOf("s3")];

const shown = (id: string) => screen.findByRole("heading", { name: `Topic of ${id}` });

describe("keys", () => {
  it("approve and go on, and leaf through", async () => {
    const { asked } = serve(THREE);
    const { user, router } = open();
    await shown("s1");
    expect(screen.getByText("1 of 3 pending")).toBeTruthy();
    await user.keyboard("a");
    await shown("s2");
    await waitFor(() => expect(decisionsOf(asked)).toEqual(["s1 approve"]));
    expect(asked.find((one) => one.method === "POST")?.headers.get("If-Match")).toBe('"1"');
    await user.keyboard("j");
    await shown("s3");
    await waitFor(() => expect(router.state.location.search).toContain("at=s3"));
    await user.keyboard("{ArrowLeft}k");
    await shown("s1");
    expect(screen.getByText("approved")).toBeTruthy();
    expect(screen.getByText("1 of 3 pending")).toBeTruthy(); // nothing has shifted
  });

  it("reject with a reason of the list, which is then the first to choose from", async () => {
    const { asked } = serve(THREE);
    const { user } = open();
    await shown("s1");
    await user.keyboard("r");
    await screen.findByRole("button", { name: /usual fault/ });
    expect(screen.getByRole("textbox", { name: "Reason" })).toBe(document.activeElement);
    await user.keyboard("1 indeed{Enter}");
    await shown("s2");
    await waitFor(() => expect(asked.find((one) => one.path.endsWith("/reject"))?.body).toEqual({ reason: "usual fault indeed" }));
    await user.keyboard("r1{Enter}");
    await shown("s3");
    await waitFor(() => expect(asked.filter((one) => one.path.endsWith("/reject")).at(-1)?.body).toEqual({ reason: "usual fault indeed" }));
  });

  it("want a reason, and leave the field by Escape", async () => {
    const { asked } = serve(THREE);
    const { user } = open();
    await shown("s1");
    await user.keyboard("r{Enter}");
    expect(await screen.findByText(/A reason is needed/)).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("textbox", { name: "Reason" })).toBeNull();
    expect(decisionsOf(asked)).toEqual([]);
    await shown("s1");
  });

  it("rest while somebody types, with modifiers, and behind a dialog", async () => {
    const { asked } = serve(THREE);
    const { user } = open();
    await shown("s1");
    await user.keyboard("{Control>}a{/Control}{Shift>}a{/Shift}");
    await user.keyboard("?");
    await screen.findByRole("dialog", { name: "Keys of the review" });
    await user.keyboard("a");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("r");
    await user.type(await screen.findByRole("textbox", { name: "Reason" }), "java");
    expect(decisionsOf(asked)).toEqual([]);
    await shown("s1");
  });

  it("are told by the buttons, and Escape goes back to the list", async () => {
    serve(THREE);
    const { user, router } = open("/dataset/review?topic_contains=Topic");
    await shown("s1");
    expect(screen.getByRole("button", { name: "Approve" }).getAttribute("aria-keyshortcuts")).toBe("a");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(router.state.location.pathname + router.state.location.search).toBe("/dataset?topic_contains=Topic"));
  });
});

describe("undo", () => {
  it("takes every decision of the session back in order, with the decision that was there before", async () => {
    const { asked } = serve([sampleOf("s1"), sampleOf("s2", { review: "rejected", review_reason: "old fault" })]);
    const { user } = open("/dataset/review?review=");
    await shown("s1");
    await user.keyboard("a");
    await shown("s2");
    await user.keyboard("a");
    await screen.findByText("That was the last one");
    await waitFor(() => expect(decisionsOf(asked)).toHaveLength(2));
    await waitFor(() => expect(localStorage.getItem(OUTBOX_KEY)).toBeNull());
    await user.keyboard("u");
    await shown("s2");
    expect(screen.getByText("rejected (old fault)")).toBeTruthy();
    await user.keyboard("u");
    await shown("s1");
    await waitFor(() => expect(decisionsOf(asked)).toEqual(["s1 approve", "s2 approve", "s2 reject", "s1 reset"]));
    expect(asked.find((one) => one.path.endsWith("/reject"))?.body).toEqual({ reason: "old fault" });
    expect(asked.filter((one) => one.method === "POST").at(-1)?.headers.get("If-Match")).toBe('"2"');
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Undo" }).disabled).toBe(true);
  });
});

describe("while the service is gone", () => {
  it("keeps decisions, and sends them in order when it is back", async () => {
    let isGone = true;
    const { asked } = serve(THREE, { "POST /api/samples/s1/approve": (call: Asked) => (isGone ? new Response(null, { status: 502 }) : approved(call, "s1")) });
    const { user, unmount } = open();
    await shown("s1");
    await user.keyboard("aa");
    await shown("s3");
    expect(await screen.findByText("2 waiting to be sent")).toBeTruthy();
    unmount();
    expect(JSON.parse(localStorage.getItem(OUTBOX_KEY) ?? "[]")).toMatchObject([{ sampleId: "s1" }, { sampleId: "s2" }]);

    isGone = false;
    const before = asked.length;
    open();
    await shown("s3");
    await waitFor(() => expect(decisionsOf(asked.slice(before))).toEqual(["s1 approve", "s2 approve"]));
    await waitFor(() => expect(screen.queryByText(/waiting to be sent/)).toBeNull());
  });

  it("forgets an undone decision that was never sent", async () => {
    const { asked } = serve(THREE, { "POST /api/samples/s1/approve": () => new Response(null, { status: 502 }) });
    const { user } = open();
    await shown("s1");
    await user.keyboard("aa");
    await screen.findByText("2 waiting to be sent");
    await user.keyboard("u");
    await shown("s2");
    expect(await screen.findByText("1 waiting to be sent")).toBeTruthy();
    expect(decisionsOf(asked).some((one) => one.startsWith("s2"))).toBe(false);
  });
});

describe("a refused decision", () => {
  it("is rolled back, quoted, and its sample shown again", async () => {
    serve(THREE, { "POST /api/samples/s1/approve": () => problem(404, { title: "Not found", detail: "Sample s1 was deleted with its batch." }) });
    const { user } = open();
    await shown("s1");
    await user.keyboard("a");
    expect(await screen.findByText("Sample s1 was deleted with its batch.")).toBeTruthy();
    await shown("s1");
    expect(screen.queryByText("approved")).toBeNull();
    expect(screen.getByText(/0 approved/)).toBeTruthy();
  });
});

describe("a stale decision", () => {
  const theirs = sampleOf("s1", { revision: 5, version: 2, content: { question: "What is s1?", answer: "It is another sample." }, edited_by: "Grace", origin: "person" });

  it("shows both versions, and asks again", async () => {
    const { asked, samples } = serve(THREE, { "GET /api/samples/s1/versions/1": { success: true, version: { version: 1, content: THREE[0]!.content } } });
    const { user } = open();
    await shown("s1");
    samples.set("s1", theirs);
    await user.keyboard("a");
    const dialog = await screen.findByRole("dialog", { name: "It has been changed meanwhile" });
    const differences = await within(dialog).findByRole("region", { name: "Differences" });
    await waitFor(() => expect(differences.querySelector("ins")?.textContent).toBe("another"));
    expect(differences.querySelector("del")?.textContent).toBe("a");
    await user.click(within(dialog).getByRole("button", { name: "Approve it all the same" }));
    await waitFor(() => expect(samples.get("s1")?.review).toBe("approved"));
    expect(asked.filter((one) => one.method === "POST").at(-1)?.headers.get("If-Match")).toBe('"5"');
  });

  it("gives way if the person says so, and shows what is there now", async () => {
    const { asked, samples } = serve(THREE, { "GET /api/samples/s1/versions/1": { success: true, version: { version: 1, content: THREE[0]!.content } } });
    const { user } = open();
    await shown("s1");
    samples.set("s1", theirs);
    await user.keyboard("a");
    await user.click(await screen.findByRole("button", { name: "Leave it as it is now" }));
    await shown("s1");
    expect(await screen.findByText("It is another sample.")).toBeTruthy();
    expect(samples.get("s1")?.review).toBe("pending");
    expect(decisionsOf(asked)).toEqual(["s1 approve"]);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Undo", hidden: true }).disabled).toBe(true);
  });

  it("does not ask where the answer to our own decision was lost", async () => {
    const { samples } = serve(THREE);
    const { user } = open();
    await shown("s1");
    samples.set("s1", sampleOf("s1", { revision: 2, review: "approved" }));
    await user.keyboard("a");
    await shown("s2");
    await waitFor(() => expect(localStorage.getItem(OUTBOX_KEY)).toBeNull());
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("the ends of the list", () => {
  it("says when all is reviewed, and takes in what came meanwhile", async () => {
    const { samples } = serve([sampleOf("s1")]);
    const { user } = open();
    await shown("s1");
    samples.set("s9", sampleOf("s9"));
    await user.keyboard("a");
    expect(await screen.findByText("All reviewed")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Review 1 more that came in" }));
    await shown("s9");
  });

  it("leads back to what was left undecided", async () => {
    serve(THREE);
    const { user } = open("/dataset/review?at=s3");
    await shown("s3");
    await user.keyboard("a");
    expect(await screen.findByText("You are at the end")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Go to the first undecided one" }));
    await shown("s1");
  });

  it("puts a sample of the address before the list if the list does not have it", async () => {
    serve([...THREE, sampleOf("s4", { review: "approved" })]);
    open("/dataset/review?at=s4");
    await shown("s4");
    expect(screen.getByText("1 of 4 pending")).toBeTruthy();
  });

  it("says what to do where nothing is pending", async () => {
    serve([sampleOf("s1", { review: "approved" })]);
    open();
    expect(await screen.findByText("No sample waits for a decision.")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Export the dataset" })).toBeTruthy();
  });
});

it("shows refused candidates without deciding about them", async () => {
  const { asked } = serve([sampleOf("rejection_1", { verdict: "rejected", reason: "too_short", review: undefined })]);
  const { user } = open("/dataset/review?verdict=rejected");
  await shown("rejection_1");
  expect(screen.getByText(/can be looked at, but not decided about/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
  await user.keyboard("are");
  expect(decisionsOf(asked)).toEqual([]);
  expect(screen.queryByRole("textbox")).toBeNull();
});

function approved(call: Asked, id: string) {
  return { success: true, sample: { ...sampleOf(id, { review: "approved", revision: 2 }), asked: call.path } };
}
