import { configure, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { renderPage } from "@/testing/render";
import { answer, problem } from "@/testing/server";
import { DEFINITION, one, TEMPLATE } from "./testing-fixture";
import TemplatePage from "./template-page";

const RENDERED = {
  success: true, template_id: null, version: null, messages: [{ role: "user", content: "About the moon." }], sample_schema: {}, max_tokens: 1200, temperature: 0.8,
  prompt_hash: "x", characters: 15, variables: ["topic"], available: ["topic", "difficulty", "style"],
};
const ANSWERS = {
  "GET /api/templates": { success: true, templates: [TEMPLATE], count: 1 },
  "GET /api/templates/riddle": one(1),
  "POST /api/templates/render": RENDERED,
  "GET /api/providers": { success: true, default: "groq", providers: [] },
  "GET /api/sources": { success: true, sources: [], count: 0, total: 0 },
};
const AT = { path: "/templates/riddle", route: "/templates/:templateId" };
const open = (path = AT.path) => renderPage(<TemplatePage />, { ...AT, path });
const userText = () => screen.findByRole("textbox", { name: "User" });
const write = async (text: string) => fireEvent.change(await userText(), { target: { value: text } });

// The editor is large, and asking of each element whether it is hidden takes most of a test's time.
configure({ defaultHidden: true, asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 60_000 });

describe("editing", () => {
  it("renders the draft, and points out a parameter that no text uses", async () => {
    const asked = answer(ANSWERS);
    open();
    expect(await screen.findByText("About the moon.")).toBeTruthy();
    expect(screen.getByText("No text uses 1 parameter: style.")).toBeTruthy();
    expect(asked.find((call) => call.path === "/api/templates/render")?.body).toEqual({ definition: DEFINITION });
  });

  it("shows a fault at its field, and leads there from the list of faults", async () => {
    answer({ ...ANSWERS, "POST /api/templates/render": () => problem(422, { title: "Some fields are wrong", errors: [{ pointer: "/definition/user", detail: "line 1: place is not known" }] }) });
    const { user } = open();
    const field = await userText();
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
    await user.click(screen.getByRole("button", { name: "User" }));
    expect(document.activeElement).toBe(field);
    expect((field as HTMLTextAreaElement).selectionEnd).toBe(DEFINITION.user.length);
  });

  it("opens the section of a fault that is folded away", async () => {
    answer({ ...ANSWERS, "POST /api/templates/render": () => problem(422, { title: "Wrong", errors: [{ pointer: "/definition/defaults/max_tokens", detail: "must be at least 16" }] }) });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "1 fault: go to the first" }));
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Tokens of a reply at most" }));
  });

  it("puts a variable in at the caret", async () => {
    answer(ANSWERS);
    const { user } = open();
    const field = (await userText()) as HTMLTextAreaElement;
    await user.click(field);
    field.setSelectionRange(0, 0);
    await user.click(screen.getByRole("button", { name: /^Insert difficulty/ }));
    expect(field.value).toBe("{{ difficulty }}About {{ topic }}.");
    expect(field.selectionStart).toBe("{{ difficulty }}".length);
  });
});

describe("a new template", () => {
  it("needs a name, and is gone to once it is saved", async () => {
    const asked = answer({ ...ANSWERS, "POST /api/templates": { success: true, template: TEMPLATE, changed: true } });
    const { user, router } = open("/templates/new");
    await user.click(await screen.findByRole("button", { name: "Save template" }));
    expect(asked.some((call) => call.method === "POST" && call.path === "/api/templates")).toBe(false);
    fireEvent.change(screen.getByRole("textbox", { name: "Name", description: /needs a name/ }), { target: { value: "Riddle" } });
    await user.click(screen.getByRole("button", { name: "Save template" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/templates/riddle"));
  });

  it("begins as a copy under another name", async () => {
    answer(ANSWERS);
    open("/templates/new?copy=riddle");
    expect(await screen.findByDisplayValue("Riddle copy")).toBeTruthy();
  });
});

describe("the other tabs", () => {
  it("shows how two versions differ, and makes an older one the newest", async () => {
    const older = { ...DEFINITION, user: "Of {{ topic }}." };
    const asked = answer({
      ...ANSWERS,
      "GET /api/templates/riddle": one(2),
      "GET /api/templates/riddle/versions/1": { success: true, template_id: "riddle", name: "Riddle", version: 1, definition: older },
      "GET /api/templates/riddle/versions/2": { success: true, template_id: "riddle", name: "Riddle", version: 2, definition: DEFINITION },
      "PUT /api/templates/riddle": { success: true, template: { ...TEMPLATE, version: 3 }, changed: true },
    });
    const { user } = open("/templates/riddle?tab=versions");
    const diff = await screen.findByRole("group", { name: "Differences from version 1 to version 2" });
    expect(within(diff).getByText("About", { selector: "ins" })).toBeTruthy();
    expect(within(diff).getByText("Of", { selector: "del" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /^Version 1/ }));
    await user.click(await screen.findByRole("button", { name: "Make this the newest" }));
    expect(await screen.findByText("Version 3 is saved; it says what version 1 says.")).toBeTruthy();
    const put = asked.find((call) => call.method === "PUT");
    expect(put?.body).toEqual(older);
    expect(put?.headers.get("If-Match")).toBe('"v2"');
  });

  it("counts why people rejected samples", async () => {
    answer(ANSWERS);
    open("/templates/riddle?tab=rejections");
    expect(await screen.findByRole("row", { name: "Too easy 3 100 %" })).toBeTruthy();
  });

  it("tries the unsaved draft, and says what came out and what it cost", async () => {
    const preview = {
      messages: [], topic: "moon", difficulty: "basic", accepted: false, sample: { riddle: "?" }, reason: "too_short", message: "The field riddle is too short.", findings: [], score: null, scores: null,
      raw: "{}", calls: 1, tokens: { prompt: 10, completion: 5, cached: 0, judge: 0 }, cost_usd: 0.01, latency_ms: 5, seed: 1, source_ref: null,
    };
    const asked = answer({
      ...ANSWERS,
      "POST /api/templates/preview": { success: true, template: "Riddle", version: null, provider: "groq", model: "m", demo: true, seed: 1, previews: [preview], totals: { calls: 1, accepted: 0, tokens: preview.tokens, cost_usd: 0.01 } },
    });
    const { user } = open();
    await write("About {{ topic }}.!");
    await user.click(screen.getByRole("tab", { name: "Preview" }));
    await user.type(screen.getByRole("textbox", { name: "Topic" }), "moon");
    await user.click(screen.getByRole("button", { name: "Make 1 sample" }));
    expect(await screen.findByText(/0 of 1 sample accepted.*\$0.01/)).toBeTruthy();
    expect(screen.getByText("The field riddle is too short. (too_short)")).toBeTruthy();
    expect(screen.getByText("demo data")).toBeTruthy();
    expect(asked.find((call) => call.path === "/api/templates/preview")?.body).toEqual({ count: 1, topic: "moon", definition: { ...DEFINITION, user: "About {{ topic }}.!" } });
  });
});
