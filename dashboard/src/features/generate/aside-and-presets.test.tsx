import { configure, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { renderPage } from "@/testing/render";
import { answer, problem, type Asked } from "@/testing/server";
import { drafts, EMPTY } from "./draft-store";
import GeneratePage from "./generate-page";
import { ANSWERS } from "./testing";

const open = () => renderPage(<GeneratePage />, { path: "/generate" });
const PREVIEW = "POST /api/templates/legal-q-a/preview";

// A whole page on a busy machine: time enough, and no look at the style of every ancestor for each query.
configure({ asyncUtilTimeout: 15_000, defaultHidden: true });
vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => drafts.put(EMPTY));

const tokens = { prompt: 200, completion: 100, cached: 0, judge: 0 };
const tried = (part: object) => ({
  accepted: true, sample: { question: "What is a deed?" }, reason: null, message: null, findings: [], score: 1, raw: '{"question": "raw"}', topic: "T", difficulty: "basic",
  tokens, cost_usd: 0.01, latency_ms: 900, calls: 1, messages: [], seed: 1, ...part,
});

describe("a trial", () => {
  it("shows what was kept and what was not, with the raw reply on demand", async () => {
    const previews = [tried({}), tried({ accepted: false, reason: "too_short", message: "The answer is too short.", sample: { question: "?" } })];
    const asked = answer({ ...ANSWERS, [PREVIEW]: { success: true, demo: false, seed: 1, previews, totals: { calls: 2, accepted: 1, tokens, cost_usd: 0.02 } } });
    const { user } = open();
    await user.click(await screen.findByRole("combobox", { name: "Samples to try" }));
    await user.click(screen.getByRole("option", { name: "2" }));
    await user.click(screen.getByRole("button", { name: "Try 2 samples: calls groq" }));
    expect(await screen.findByText("What is a deed?")).toBeTruthy();
    expect(screen.getByText("rejected: too short")).toBeTruthy();
    expect(screen.getByText("The answer is too short.")).toBeTruthy();
    expect(asked.find((one) => one.path.endsWith("/preview"))?.body).toEqual({ count: 2 });
    expect(screen.queryByText('{"question": "raw"}')).toBeNull();
    await user.click(screen.getAllByRole("button", { name: "Show the raw reply" })[0]!);
    expect(screen.getByText('{"question": "raw"}')).toBeTruthy();
  });

  it("can be given up", async () => {
    answer({ ...ANSWERS, [PREVIEW]: () => new Promise<never>(() => {}) });
    const fake = globalThis.fetch;
    // The fake server knows no signals; a browser's fetch does.
    globalThis.fetch = (input, init) => Promise.race([fake(input, init), aborted(input as Request)]);
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: /Try 1 sample/ }));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(await screen.findByText(/Given up/)).toBeTruthy();
    expect(screen.getByRole("button", { name: /Try 1 sample/ })).toBeTruthy();
  });
});

function aborted({ signal }: Request): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))));
}

describe("presets", () => {
  const preset = { preset_id: "preset_1", name: "Hard ones", order: { topic: "Tort Law", target_count: 50 }, created_at: "2026-11-22T10:00:00Z", updated_at: "2026-11-22T10:00:00Z" };
  const listed = { success: true, presets: [preset], count: 1 };

  it("loads one into the form", async () => {
    answer({ ...ANSWERS, "GET /api/presets": listed });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Presets" }));
    await user.click(await screen.findByRole("button", { name: "Load Hard ones" }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Samples" })).toHaveProperty("value", "50"));
    expect(screen.getByRole("combobox", { name: "Topic" })).toHaveProperty("value", "Tort Law");
  });

  it("saves the form, and quotes why a name is refused", async () => {
    const asked = answer({ ...ANSWERS, "POST /api/presets": () => problem(409, { title: "The name is taken", detail: "There is a preset Hard ones already." }) });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Presets" }));
    await user.type(screen.getByRole("textbox", { name: "Save the form as" }), "Hard ones");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("textbox", { name: "Save the form as", description: "There is a preset Hard ones already." })).toBeTruthy();
    expect(asked.find((one) => one.method === "POST" && one.path === "/api/presets")?.body).toEqual({ name: "Hard ones", order: { template: "legal-q-a", target_count: 20 } });
  });

  it("deletes one, and saves it again when that is undone", async () => {
    const asked = answer({
      ...ANSWERS,
      "GET /api/presets": listed,
      "DELETE /api/presets/preset_1": { success: true, preset_id: "preset_1", deleted: true },
      "POST /api/presets": ({ body }: Asked) => ({ success: true, preset: { ...preset, ...(body as object) } }),
    });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Presets" }));
    await user.click(await screen.findByRole("button", { name: "Delete Hard ones" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(asked.find((one) => one.method === "POST" && one.path === "/api/presets")?.body).toEqual({ name: "Hard ones", order: preset.order }));
  });

  it("renames one without touching its order", async () => {
    const asked = answer({ ...ANSWERS, "GET /api/presets": listed, "PUT /api/presets/preset_1": { success: true, preset } });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Presets" }));
    await user.click(await screen.findByRole("button", { name: "Rename Hard ones" }));
    const field = screen.getByRole("textbox", { name: "New name of Hard ones" });
    await user.clear(field);
    await user.type(field, "Harder ones");
    await user.click(screen.getByRole("button", { name: "Rename" }));
    await waitFor(() => expect(asked.find((one) => one.method === "PUT")?.body).toEqual({ name: "Harder ones", order: preset.order }));
  });
});
