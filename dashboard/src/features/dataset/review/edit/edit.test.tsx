import { configure, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { problem } from "@/testing/server";
import { openReview, sampleOf, serve } from "../testing";

configure({ asyncUtilTimeout: 5000 }); // the machine may be busy

const TWO = [sampleOf("s1"), sampleOf("s2")];
const DRAFT = "gristmill.edit.s1";

async function edit(path = "/dataset/review") {
  const page = openReview(path);
  await screen.findByRole("heading", { name: "Topic of s1" });
  await page.user.keyboard("e");
  const answer = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Answer" });
  return { ...page, answer };
}

async function retype(user: Awaited<ReturnType<typeof edit>>["user"], field: HTMLElement, text: string) {
  await user.clear(field);
  await user.paste(text);
}

describe("an edit", () => {
  it("sends what was changed by Ctrl+Enter, on the revision that was seen", async () => {
    const { asked } = serve(TWO);
    const { user, answer } = await edit();
    await retype(user, answer, "It is a better one.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText("Saved as version 2.")).toBeTruthy();
    const [sent] = asked.filter((one) => one.method === "PATCH");
    expect(sent?.body).toEqual({ content: { answer: "It is a better one." } });
    expect(sent?.headers.get("If-Match")).toBe('"1"');
    expect(screen.getByText("It is a better one.")).toBeTruthy();
    expect(localStorage.getItem(DRAFT)).toBeNull();
  });

  it("is judged by the template's schema before it is sent", async () => {
    const { asked } = serve(TWO);
    const { user, answer } = await edit();
    await retype(user, answer, "No");
    expect(await screen.findByText("must have at least 5 characters; it has 2")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(asked.some((one) => one.method === "PATCH")).toBe(false);
    expect(answer.getAttribute("aria-invalid")).toBe("true");
  });

  it("shows a fault of the service at its field", async () => {
    serve(TWO, { "PATCH /api/samples/s1": () => problem(422, { title: "Not valid", detail: "answer: says too much.", errors: [{ pointer: "/content/answer", detail: "says too much" }] }) });
    const { user, answer } = await edit();
    await retype(user, answer, "It is far too much.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(answer.getAttribute("aria-invalid")).toBe("true"));
    expect(document.getElementById(answer.getAttribute("aria-describedby") ?? "")?.textContent).toBe("says too much");
    expect(screen.getByRole("textbox", { name: "Question" }).getAttribute("aria-invalid")).not.toBe("true");
    await user.type(answer, ".");
    await waitFor(() => expect(answer.getAttribute("aria-invalid")).toBe("false"));
  });

  it("leads to the other sample where the content is there already", async () => {
    serve(TWO, { "PATCH /api/samples/s1": () => problem(409, { type: "/problems/duplicate-content", title: "There is one already", detail: "Sample s2 says the same.", sample_id: "s2" }) });
    const { user, answer } = await edit();
    await retype(user, answer, "The same as s2.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Sample s2 says the same.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Show it" }));
    await screen.findByRole("heading", { name: "Topic of s2" });
  });

  it("keeps what was typed on while it was being saved", async () => {
    let arrive: (reply: object) => void = () => {};
    const { asked } = serve(TWO, { "PATCH /api/samples/s1": () => new Promise<object>((resolve) => (arrive = resolve)) });
    const { user, answer } = await edit();
    await retype(user, answer, "It is a better one.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(asked.some((one) => one.method === "PATCH")).toBe(true));
    await user.type(answer, " Or not.");
    arrive({ success: true, sample: sampleOf("s1", { content: { ...sampleOf("s1").content, answer: "It is a better one." }, version: 2, revision: 2 }) });
    expect(await screen.findByText("Saved as version 2.")).toBeTruthy();
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Answer" }).value).toBe("It is a better one. Or not.");
  });

  it("marks differences while it goes on", async () => {
    serve(TWO);
    const { user, answer } = await edit();
    await user.click(screen.getByRole("switch", { name: "Show differences" }));
    await retype(user, answer, "It is another sample.");
    const differences = screen.getByRole("region", { name: "Differences to the original" });
    await waitFor(() => expect(differences.querySelector("ins")?.textContent).toBe("another"));
  });
});

describe("a draft", () => {
  it("waits in the browser when the edit is left, and is offered again", async () => {
    const { asked } = serve(TWO);
    const { user, answer } = await edit();
    await retype(user, answer, "Half a thought");
    await user.keyboard("{Escape}");
    await user.click(await screen.findByRole("button", { name: "Keep as a draft" }));
    expect(await screen.findByText(/You have an unsaved edit of this sample/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Go on editing" }));
    expect((await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Answer" })).value).toBe("Half a thought");
    await user.click(screen.getByRole("button", { name: "Begin anew" }));
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Answer" }).value).toBe("It is a sample.");
    expect(asked.some((one) => one.method === "PATCH")).toBe(false);
  });

  it("is gone when it is thrown away; without changes nobody is asked", async () => {
    serve(TWO);
    const { user, answer } = await edit();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("textbox", { name: "Answer" })).toBeNull();
    expect(answer.isConnected).toBe(false);
    await user.keyboard("e");
    await retype(user, await screen.findByRole("textbox", { name: "Answer" }), "Half a thought");
    await user.keyboard("{Escape}");
    await user.click(await screen.findByRole("button", { name: "Throw it away" }));
    await waitFor(() => expect(localStorage.getItem(DRAFT)).toBeNull());
    expect(screen.queryByText(/unsaved edit/)).toBeNull();
  });

  it("outlives a service that does not answer", async () => {
    serve(TWO, { "PATCH /api/samples/s1": () => new Response(null, { status: 502 }) });
    const { user, answer } = await edit();
    await retype(user, answer, "It must not be lost.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Gristmill does not answer")).toBeTruthy();
    expect(localStorage.getItem(DRAFT)).toContain("It must not be lost.");
    expect(answer.value).toBe("It must not be lost.");
  });
});

describe("a stale edit", () => {
  const theirs = sampleOf("s1", { revision: 4, version: 2, content: { question: "What is s1?", answer: "It is theirs." }, edited_by: "Grace" });

  async function collide() {
    const service = serve(TWO);
    const page = await edit();
    service.samples.set("s1", theirs);
    await retype(page.user, page.answer, "It is mine.");
    await page.user.click(screen.getByRole("button", { name: "Save" }));
    const dialog = await screen.findByRole("dialog", { name: "It has been changed meanwhile" });
    return { ...service, ...page, dialog };
  }

  it("shows both versions, and keeps mine on their revision", async () => {
    const { dialog, user, asked, samples } = await collide();
    expect(within(dialog).getByRole("region", { name: "Theirs" }).textContent).toContain("It is theirs.");
    expect(within(dialog).getByRole("region", { name: "Mine" }).textContent).toContain("It is mine.");
    await user.click(within(dialog).getByRole("button", { name: "Keep mine" }));
    await waitFor(() => expect(samples.get("s1")?.content?.answer).toBe("It is mine."));
    expect(asked.filter((one) => one.method === "PATCH").at(-1)?.headers.get("If-Match")).toBe('"4"');
  });

  it("takes theirs", async () => {
    const { dialog, user, asked } = await collide();
    await user.click(within(dialog).getByRole("button", { name: "Take theirs" }));
    expect(await screen.findByText("It is theirs.")).toBeTruthy();
    expect(asked.filter((one) => one.method === "PATCH")).toHaveLength(1);
    expect(localStorage.getItem(DRAFT)).toBeNull();
  });

  it("goes on with mine, compared with theirs", async () => {
    const { dialog, user, answer } = await collide();
    await user.click(within(dialog).getByRole("button", { name: "Edit on" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(answer.value).toBe("It is mine.");
    await user.click(screen.getByRole("switch", { name: "Show differences" }));
    expect(screen.getByRole("region", { name: "Differences to the original" }).querySelector("del")?.textContent).toBe("theirs");
  });

  it("is none where somebody only decided meanwhile", async () => {
    const { samples } = serve(TWO);
    const { user, answer } = await edit();
    samples.set("s1", sampleOf("s1", { revision: 2, review: "approved" }));
    await retype(user, answer, "It is mine.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(samples.get("s1")?.content?.answer).toBe("It is mine."));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
