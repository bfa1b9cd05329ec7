import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Export } from "@/lib/api/exports";
import { renderPage } from "@/testing/render";
import { answer, problem } from "@/testing/server";
import ExportPage from "./export-page";

const MADE: Export = {
  export_id: "export_1", status: "completed", cancelling: false, format: "jsonl", done: 3, total: 3, progress: 1, size_bytes: 6657, sha256: "abc", error: null,
  created_at: "2026-11-22T14:36:59+00:00", started_at: "2026-11-22T14:36:59+00:00", completed_at: "2026-11-22T14:37:01+00:00",
  request: { format: "jsonl", review: "any", batch_ids: ["b1"] },
  files: [{ name: "data/train.jsonl", split: "train", rows: 3, bytes: 900, sha256: "0123456789abcdef" }],
  counts: { rows: 3, by_split: { train: 3 }, by_template: { "Legal Q&A@1": 3 }, by_review: { pending: 3 } }, left_out: { "rejected by a person": 1 }, push: null,
};

const text = (body: string) => new Response(body);

function open(one: Partial<Export> = {}, more: Parameters<typeof answer>[0] = {}) {
  const asked = answer({
    "GET /api/exports/export_1": { success: true, export: { ...MADE, ...one } },
    "GET /api/exports/export_1/files/README.md": () => text("---\nlicense: other\n---\n# Gristmill export\n\n<img src=x onerror=alert(1)>\n\n## Checks\n\n- none"),
    "GET /api/exports/export_1/files/manifest.json": () => text('{"product": "Gristmill"}'),
    ...more,
  });
  return { asked, ...renderPage(<ExportPage />, { path: "/exports/export_1", route: "/exports/:exportId" }) };
}

describe("one export", () => {
  it("shows what is in it, its files and what stayed behind", async () => {
    open();
    expect(await screen.findByText("1 was rejected by a person")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Download" }).getAttribute("href")).toBe("/api/exports/export_1/download");
    expect(screen.getByRole("link", { name: "Download data/train.jsonl" }).getAttribute("href")).toBe("/api/exports/export_1/files/data/train.jsonl");
    expect(screen.getByRole("button", { name: "Copy the SHA-256 of data/train.jsonl" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Export again" }).getAttribute("href")).toBe("/exports?again=export_1&format=jsonl&batch_id=b1");
  });

  it("shows the card as text with headings, and never as markup", async () => {
    const { container } = open();
    expect(await screen.findByRole("heading", { name: "Gristmill export", level: 3 })).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Checks", level: 4 })).toBeTruthy();
    expect(screen.getByText("<img src=x onerror=alert(1)>")).toBeTruthy();
    expect(container.querySelector("img")).toBeNull();
  });

  it("reads the manifest once it is opened", async () => {
    const { user, asked } = open();
    await screen.findByRole("heading", { name: "Gristmill export" });
    expect(asked.some(({ path }) => path.endsWith("manifest.json"))).toBe(false);
    await user.click(screen.getByRole("button", { name: /^Manifest/ }));
    expect(await screen.findByText('{"product": "Gristmill"}')).toBeTruthy();
  });

  it("offers no files while it is made", async () => {
    open({ status: "running", done: 1, size_bytes: null, sha256: null, files: [], counts: {}, left_out: {}, completed_at: null });
    expect(await screen.findByRole("progressbar")).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Download" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Delete" })).toBeNull();
    expect(screen.getByRole("button", { name: "Cancel" })).toBeTruthy();
  });

  it("says why the Hub does not take it", async () => {
    const { user, asked } = open({}, { "POST /api/exports/export_1/push": () => problem(409, { title: "The Hugging Face Hub is not configured", detail: "Set HF_TOKEN." }) });
    await user.click(await screen.findByRole("button", { name: "Push to the Hub" }));
    await user.type(screen.getByLabelText("Dataset on the Hub"), "ada/uk-law");
    await user.click(screen.getByRole("button", { name: "Push" }));
    expect(await screen.findByText("Set HF_TOKEN.")).toBeTruthy();
    expect(asked.find(({ path }) => path.endsWith("/push"))?.body).toEqual({ repo_id: "ada/uk-law", private: true });
  });

  it("shows how a push stands", async () => {
    open({ push: { status: "completed", repo_id: "ada/uk-law", private: true, url: "https://hub.test/datasets/ada/uk-law", error: null } });
    expect((await screen.findByRole("link", { name: "ada/uk-law" })).getAttribute("href")).toBe("https://hub.test/datasets/ada/uk-law");
  });

  it("quotes the service when there is none", async () => {
    answer({ "GET /api/exports/export_1": () => problem(404, { title: "Not found", detail: "There is no export export_1." }) });
    renderPage(<ExportPage />, { path: "/exports/export_1", route: "/exports/:exportId" });
    expect(await screen.findByText("There is no export export_1.")).toBeTruthy();
  });
});
