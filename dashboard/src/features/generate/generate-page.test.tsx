import { act, configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { connection } from "@/lib/connection";
import { renderPage } from "@/testing/render";
import { answer, problem, type Asked } from "@/testing/server";
import { drafts, EMPTY } from "./draft-store";
import GeneratePage from "./generate-page";
import { ANSWERS, ESTIMATE, STARTED } from "./testing";

const open = (path = "/generate") => renderPage(<GeneratePage />, { path, route: "/generate" });
const sent = (asked: Asked[], path: string) => asked.filter((one) => one.path === path);
const START = "/api/generate/batch/start";
const startButton = () => screen.findByRole("button", { name: "Start the batch" });

// A whole page on a busy machine: time enough, and no look at the style of every ancestor for each query.
configure({ asyncUtilTimeout: 15_000, defaultHidden: true });
vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => drafts.put(EMPTY));

describe("the form", () => {
  it("starts what it says, once, and goes to the batch", async () => {
    const asked = answer(ANSWERS);
    const { user, router } = open();
    await user.type(await screen.findByRole("combobox", { name: "Topic" }), "Tort");
    await user.clear(screen.getByRole("textbox", { name: "Samples" }));
    await user.type(screen.getByRole("textbox", { name: "Samples" }), "7");
    await user.click(await startButton());
    await waitFor(() => expect(router.state.location.pathname).toBe("/batches/batch_9"));
    const starts = sent(asked, START);
    expect(starts).toHaveLength(1);
    expect(starts[0]?.body).toEqual({ template: "legal-q-a", topic: "Tort", target_count: 7 });
    expect(starts[0]?.headers.get("Idempotency-Key")).toBeTruthy();
    expect(drafts.isBlank()).toBe(true);
    expect(screen.getByText("Batch queued, place 2.")).toBeTruthy();
  });

  it("starts by Ctrl+Enter with what was typed last into a list", async () => {
    const asked = answer(ANSWERS);
    const { user } = open("/generate?template=conversation");
    await user.type(await screen.findByRole("combobox", { name: "Persona" }), "pilot");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(sent(asked, START)[0]?.body).toMatchObject({ template: "conversation", parameters: { persona: "pilot" } }));
  });

  it("shows a fault at its field and puts the focus there, until it is changed", async () => {
    answer({
      ...ANSWERS,
      [`POST ${START}`]: () => problem(422, { title: "Some fields are wrong", errors: [{ pointer: "/items/1/target_count", detail: "greater than or equal to 1" }, { pointer: "/temperature", detail: "less than or equal to 2" }] }),
    });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Parts" }));
    await user.click(screen.getByRole("button", { name: "Duplicate part 1" }));
    await user.click(await startButton());
    const second = within(screen.getByRole("group", { name: "Part 2" })).getByRole("textbox", { name: "Samples" });
    await waitFor(() => expect(document.activeElement).toBe(second));
    expect(screen.getByRole("textbox", { name: "Samples", description: "greater than or equal to 1" })).toBe(second);
    expect(screen.getByRole("textbox", { name: "Temperature", description: "less than or equal to 2" })).toBeTruthy();
    await user.type(second, "2");
    expect(screen.queryByText("greater than or equal to 1")).toBeNull();
    expect(screen.getByText("less than or equal to 2")).toBeTruthy();
  });

  it("says at once what is no number, and does not send it", async () => {
    const asked = answer(ANSWERS);
    const { user } = open();
    const count = await screen.findByRole("textbox", { name: "Samples" });
    await user.type(count, "x");
    expect(screen.getByRole("textbox", { name: "Samples", description: "must be a whole number" })).toBe(count);
    await user.click(await startButton());
    expect(sent(asked, START)).toHaveLength(0);
    await user.clear(count);
    expect(screen.queryByText("must be a whole number")).toBeNull();
  });

  it("says that a start was not answered until the service is back", async () => {
    answer({ ...ANSWERS, [`POST ${START}`]: () => Promise.reject(new TypeError("Failed to fetch")) });
    connection.set("live");
    const { user } = open();
    await user.click(await startButton());
    expect(await screen.findByText("Gristmill did not answer")).toBeTruthy();
    act(() => connection.set("cut"));
    expect(screen.getByText("Gristmill did not answer")).toBeTruthy();
    act(() => connection.set("live"));
    expect(screen.queryByText("Gristmill did not answer")).toBeNull();
  });

  it("quotes at the top what is about no field, and sends the same key again", async () => {
    let lost = true;
    const asked = answer({ ...ANSWERS, [`POST ${START}`]: () => (lost ? problem(503, { title: "The database is busy", detail: "Try again soon." }) : STARTED) });
    const { user, router } = open();
    await user.click(await startButton());
    expect(await screen.findByText("Try again soon.")).toBeTruthy();
    expect(screen.getByText("The database is busy")).toBeTruthy();
    lost = false;
    await user.click(await startButton());
    await waitFor(() => expect(router.state.location.pathname).toBe("/batches/batch_9"));
    const keys = sent(asked, START).map((one) => one.headers.get("Idempotency-Key"));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it("shows the estimate with its bounds, the limit, and the rendered prompt", async () => {
    const asked = answer(ANSWERS);
    open();
    expect(await screen.findByText("$0.40")).toBeTruthy();
    expect(screen.getByText("$0.40 to $0.80")).toBeTruthy();
    expect(screen.getByText("5,500 tokens a minute of groq/m hold it up most.")).toBeTruthy();
    expect(await screen.findByText("Topic: A")).toBeTruthy();
    expect(sent(asked, "/api/generate/batch/estimate")[0]?.query.get("preview")).toBe("never");
  });

  it("measures only when asked to", async () => {
    const guess = { ...ESTIMATE, basis: "template", parts: [{ ...ESTIMATE.parts[0], basis: "template", calls_known: 0 }] };
    const asked = answer({ ...ANSWERS, "POST /api/generate/batch/estimate": ({ query }: Asked) => (query.get("preview") === "auto" ? ESTIMATE : guess) });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Measure with 2 calls" }));
    expect(await screen.findByText("Rests on 40 calls of past batches.")).toBeTruthy();
    expect(sent(asked, "/api/generate/batch/estimate").filter((one) => one.query.get("preview") === "auto")).toHaveLength(1);
  });

  it("says that the demo model makes demo data", async () => {
    answer(ANSWERS);
    const { user } = open();
    await user.click(await screen.findByRole("combobox", { name: "Provider" }));
    expect(screen.getByRole("option", { name: /openai_compatible.*Set GRISTMILL_BASE_URL/ }).getAttribute("aria-disabled")).toBe("true");
    await user.click(screen.getByRole("option", { name: /embedded/ }));
    expect(await screen.findByText(/must not be trained on/)).toBeTruthy();
  });

  it("is cleared, and has it all again", async () => {
    answer(ANSWERS);
    const { user } = open();
    await user.type(await screen.findByRole("textbox", { name: "Name of the batch" }), "N");
    await user.click(screen.getByRole("button", { name: "Clear" }));
    expect(screen.getByRole("textbox", { name: "Name of the batch" })).toHaveProperty("value", "");
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(screen.getByRole("textbox", { name: "Name of the batch" })).toHaveProperty("value", "N");
  });
});

describe("filled in by the address", () => {
  const batch = {
    batch_id: "batch_1", kind: "generation", name: "Old one", template: "Conversation", template_version: 1, target_count: 9, seed: 42, topic_filter: null, difficulty_filter: null,
    parameters: { values: { turns: [2, 4] } }, provider: "groq", model: "m", priority: 0, judge: null, enrich_after: null,
    items: [{ item: 1, name: null, topic: null, difficulty: null, template: "Conversation", parameters: {}, target_count: 9 }],
  };

  it("takes a past batch, and its seed only when asked", async () => {
    answer({ ...ANSWERS, "GET /api/batches/batch_1": { success: true, batch } });
    const { user, router } = open("/generate?again=batch_1");
    expect(await screen.findByRole("textbox", { name: "Samples" })).toHaveProperty("value", "9");
    expect(router.state.location.search).toBe("");
    expect(drafts.get().form).toMatchObject({ template: "conversation", parameters: { turns: [2, 4] }, seed: "" });
    await user.click(screen.getByRole("button", { name: "Use its seed 42" }));
    expect(drafts.get().form.seed).toBe("42");
  });

  it("gives back the order that was replaced", async () => {
    drafts.change({ form: { ...EMPTY.form, topic: "half written" } });
    answer({ ...ANSWERS, "GET /api/batches/batch_1": { success: true, batch } });
    const { user } = open("/generate?again=batch_1");
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(screen.getByRole("combobox", { name: "Topic" })).toHaveProperty("value", "half written");
  });

  it("quotes why a batch could not be had", async () => {
    answer({ ...ANSWERS, "GET /api/batches/gone": () => problem(404, { title: "There is no such thing", detail: "There is no batch 'gone'." }) });
    open("/generate?again=gone");
    expect(await screen.findByText("There is no batch 'gone'.")).toBeTruthy();
    expect(screen.getByRole("link", { name: "To the form" })).toBeTruthy();
  });

  it("does not order an enrichment again", async () => {
    answer({ ...ANSWERS, "GET /api/batches/batch_1": { success: true, batch: { ...batch, kind: "enrichment" } } });
    open("/generate?again=batch_1");
    expect(await screen.findByText("An enrichment cannot be ordered here")).toBeTruthy();
  });
});
