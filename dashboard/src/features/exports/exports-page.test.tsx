import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Export, ExportCount } from "@/lib/api/exports";
import { keys } from "@/lib/keys";
import { renderPage } from "@/testing/render";
import { answer, problem, type Asked } from "@/testing/server";
import ExportsPage from "./exports-page";

const COUNT: ExportCount = { total: 12, by_split: { train: 12 }, by_template: { "Legal Q&A@1": 12 }, by_review: { approved: 12 }, split_is_exact: true, left_out: { "not approved": 49 } };
const NONE: ExportCount = { ...COUNT, total: 0, by_split: {}, by_template: {}, by_review: {} };

function exportOf(part: Partial<Export> = {}): Export {
  return {
    export_id: "export_1", status: "completed", cancelling: false, format: "jsonl", done: 3, total: 3, progress: 1, size_bytes: 6657, sha256: "ab", error: null,
    created_at: "2026-11-22T14:36:59+00:00", started_at: null, completed_at: null, request: { format: "jsonl", review: "any" }, files: [], counts: { rows: 3 }, left_out: {}, push: null, ...part,
  };
}

interface Room {
  exports?: Export[];
  count?: object | ((asked: Asked) => object);
  more?: Parameters<typeof answer>[0];
}

function room({ exports = [], count = COUNT, more = {} }: Room = {}) {
  return answer({
    "GET /api/exports": () => ({ success: true, exports, count: exports.length, total: exports.length }),
    "POST /api/exports/count": count,
    "GET /api/templates": { success: true, templates: [], count: 0, total: 0 },
    "GET /api/batches": { success: true, batches: [], count: 0, total: 0 },
    "GET /api/batches/*": (asked: Asked) => ({ success: true, batch: { batch_id: asked.path.split("/").at(-1), name: "Night run" } }),
    ...more,
  });
}

const bodiesOf = (asked: Asked[], path: string) => asked.filter((one) => one.method === "POST" && one.path === path).map((one) => one.body);
const startButton = () => screen.getByRole<HTMLButtonElement>("button", { name: "Start export" });

describe("a new export", () => {
  it("is counted as the address chooses, and says what stays behind", async () => {
    const asked = room();
    renderPage(<ExportsPage />, { path: "/exports?batch_id=b1&kind=qa&score_min=0.5" });
    expect(await screen.findByText("12 samples")).toBeTruthy();
    expect(screen.getByText("49 are not approved yet")).toBeTruthy();
    expect(await screen.findByText("Night run")).toBeTruthy();
    expect(bodiesOf(asked, "/api/exports/count")).toEqual([{ format: "openai_chat", batch_ids: ["b1"], filter: { kind: "qa", score_min: 0.5 }, review: "approved", include_demo: false, language: "en" }]);
  });

  it("starts what was counted, and shows it in the history", async () => {
    const exports: Export[] = [];
    const asked = room({
      exports,
      more: {
        "POST /api/exports": () => {
          exports.unshift(exportOf({ status: "queued", format: "openai_chat", total: 12, size_bytes: null }));
          return { success: true, export_id: "export_1", status: "queued", total: 12 };
        },
      },
    });
    const { user } = renderPage(<ExportsPage />, { path: "/exports" });
    await screen.findByText("12 samples");
    await user.click(screen.getByRole("radio", { name: /Not rejected/ }));
    await user.click(screen.getByRole("button", { name: "90 / 5 / 5" }));
    await waitFor(() => expect(startButton().disabled).toBe(false));
    await user.click(startButton());
    expect(await screen.findByRole("listitem", { name: "OpenAI chat, 12 samples" })).toBeTruthy();
    expect(screen.getByText("Export of 12 samples started.")).toBeTruthy();
    expect(bodiesOf(asked, "/api/exports")).toEqual([{ format: "openai_chat", review: "not_rejected", include_demo: false, split: { train: 0.9, validation: 0.05, test: 0.05, seed: 0 }, language: "en" }]);
  });

  it("asks nothing while the split is not whole, and says so at the split", async () => {
    const asked = room();
    const { user } = renderPage(<ExportsPage />, { path: "/exports" });
    await screen.findByText("12 samples");
    const before = bodiesOf(asked, "/api/exports/count").length;
    await user.clear(screen.getByLabelText("Training"));
    await user.type(screen.getByLabelText("Training"), "80");
    expect(screen.getByText("The three must make 100 % together; they make 80 %.")).toBeTruthy();
    expect(startButton().disabled).toBe(true);
    expect(bodiesOf(asked, "/api/exports/count").length).toBe(before);
  });

  it("shows a refusal of the service at its field", async () => {
    room({ count: () => problem(422, { title: "Some fields are wrong", detail: "x", errors: [{ pointer: "/language", detail: "must be a language code" }] }) });
    renderPage(<ExportsPage />, { path: "/exports" });
    expect(await screen.findByText(/They are marked in the form/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Language").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("must be a language code")).toBeTruthy();
    expect(startButton().disabled).toBe(true);
  });

  it("explains what stands in the way when nothing would leave", async () => {
    const asked = room({ count: (one) => ((one.body as { include_demo: boolean }).include_demo ? COUNT : { ...NONE, left_out: { "not approved": 5, "of the demo model": 7 } }) });
    const { user } = renderPage(<ExportsPage />, { path: "/exports?topic=Tort" });
    expect(await screen.findByText("Nothing would be exported")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Review them" }).getAttribute("href")).toBe("/dataset/review?topic=Tort&review=pending");
    await user.click(screen.getByRole("button", { name: "Include demo data" }));
    expect(screen.getByText(/Do not train on them/)).toBeTruthy();
    expect(await screen.findByText("12 samples")).toBeTruthy();
    expect(bodiesOf(asked, "/api/exports/count").at(-1)).toMatchObject({ include_demo: true });
  });

  it("offers a whole batch only where one batch is chosen", async () => {
    room();
    const { user } = renderPage(<ExportsPage />, { path: "/exports" });
    await screen.findByText("12 samples");
    await user.click(screen.getByRole("combobox", { name: "Format" }));
    const whole = screen.getByRole("option", { name: /One whole batch/ });
    expect(whole.getAttribute("aria-disabled")).toBe("true");
    expect(within(whole).getByText(/Needs exactly one batch/)).toBeTruthy();
  });

  it("is filled from an export that is made again", async () => {
    const request = { format: "csv", review: "any", include_demo: false, split: { train: 0.7, validation: 0.3, test: 0, seed: 5 }, fields: { ask: "question" }, language: "fr" };
    const asked = room({ more: { "GET /api/exports/export_7": { success: true, export: exportOf({ export_id: "export_7", format: "csv", request }) } } });
    renderPage(<ExportsPage />, { path: "/exports?again=export_7&format=csv" });
    expect((await screen.findByLabelText<HTMLInputElement>("Training")).value).toBe("70");
    expect(screen.getByLabelText<HTMLInputElement>("Name in the file").value).toBe("ask");
    await screen.findByText("12 samples");
    expect(bodiesOf(asked, "/api/exports/count")).toEqual([request]);
  });
});

describe("the history", () => {
  it("offers the download of what is made, and the reason of what failed", async () => {
    room({ exports: [exportOf(), exportOf({ export_id: "export_2", status: "failed", format: "csv", error: "The disk is full." })] });
    renderPage(<ExportsPage />, { path: "/exports" });
    const link = await screen.findByRole("link", { name: "Download JSON Lines, 3 samples" });
    expect(link.getAttribute("href")).toBe("/api/exports/export_1/download");
    expect(screen.getByText("The disk is full.")).toBeTruthy();
    expect(screen.queryByRole("link", { name: /Download CSV/ })).toBeNull();
  });

  it("shows progress from the news", async () => {
    room({ exports: [exportOf({ status: "running", done: 0, total: 3 })] });
    const { client } = renderPage(<ExportsPage />, { path: "/exports" });
    expect((await screen.findByRole("progressbar")).getAttribute("aria-valuetext")).toBe("0 of 3");
    client.setQueryData(keys.exportLive("export_1"), { done: 2, total: 3 });
    await waitFor(() => expect(screen.getByRole("progressbar").getAttribute("aria-valuetext")).toBe("2 of 3"));
  });

  it("puts back what the service does not cancel, and says why", async () => {
    room({
      exports: [exportOf({ status: "running", done: 0, total: 3 })],
      more: { "POST /api/exports/export_1/cancel": () => problem(409, { title: "The export cannot do this now", detail: "Export export_1 is completed already." }) },
    });
    const { user } = renderPage(<ExportsPage />, { path: "/exports" });
    await user.click(await screen.findByRole("button", { name: /Cancel JSON Lines/ }));
    expect(await screen.findByText("Export export_1 is completed already.")).toBeTruthy();
    expect(screen.queryByText("cancelling")).toBeNull();
  });

  it("deletes after it was asked", async () => {
    const exports = [exportOf()];
    const asked = room({ exports, more: { "DELETE /api/exports/export_1": () => (exports.pop(), { success: true, export_id: "export_1", deleted: true }) } });
    const { user } = renderPage(<ExportsPage />, { path: "/exports" });
    await user.click(await screen.findByRole("button", { name: /Delete JSON Lines/ }));
    expect(asked.some((one) => one.method === "DELETE")).toBe(false);
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("No export yet")).toBeTruthy();
    expect(asked.some((one) => one.method === "DELETE")).toBe(true);
  });
});
