import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderPage } from "@/testing/render";
import { answer, problem } from "@/testing/server";
import ComparePage from "./compare-page";

const batch = (batch_id: string, more: object = {}) => ({
  batch_id, name: `Run ${batch_id}`, status: "completed", samples_generated: 8, target_count: 10, attempts: 10, rejected_count: 2, failed_count: 0, parameters: {}, items: [],
  priority: 0, cost: { total_usd: 1 }, cost_usd: 1, template: "Legal Q&A", template_version: 1, model: "m-1", provider: "groq", topic_filter: "Law", demo: false, ...more,
});
const figures = (more: object = {}) => ({
  success: true, active_s: 60, waiting_s: 6, rate_per_minute: 8, cost_per_accepted_usd: 0.5, tokens_per_accepted: 300, duplicates: 1,
  failures: [{ reason: "too_short", fate: "rejected", count: 2 }], rejections: [], scores: { mean: 0.9, buckets: [], scored: 8 }, latency_ms: { p50: 400, p90: 600, p99: 900 }, ...more,
});

const ANSWERS = {
  "GET /api/batches/a": { success: true, batch: batch("a") },
  "GET /api/batches/b": { success: true, batch: batch("b", { model: "m-2", samples_generated: 10, rejected_count: 0 }) },
  "GET /api/batches/c": { success: true, batch: batch("c") },
  "GET /api/batches/a/analytics": figures(),
  "GET /api/batches/b/analytics": figures({ cost_per_accepted_usd: 0.25, failures: [] }),
  "GET /api/batches/c/analytics": figures(),
  "GET /api/batches": { success: true, batches: [batch("a"), batch("b"), batch("c")], count: 3, total: 3 },
};

const rowOf = async (name: RegExp) => (await screen.findByRole("rowheader", { name })).parentElement!;
const cellsOf = (row: HTMLElement) => within(row).getAllByRole("cell").map((cell) => cell.textContent);

describe("comparing batches", () => {
  it("puts them side by side and says which is the best", async () => {
    answer(ANSWERS);
    renderPage(<ComparePage />, { path: "/batches/compare?ids=a,b" });
    expect((await screen.findByRole("columnheader", { name: /Run a/ })).textContent).toContain("completed");
    await screen.findByText("$0.25");
    expect(cellsOf(await rowOf(/^Cost of a sample/))).toEqual(["$0.50", "$0.25best"]);
    expect(cellsOf(await rowOf(/^Yield of the target/))).toEqual(["80 %8 of 10", "100 %best10 of 10"]);
    expect(cellsOf(await rowOf(/^Rate/))).toEqual(["8 / min", "8 / min"]);
    expect(cellsOf(await rowOf(/^Too short/))).toEqual(["220 %", "0"]);
  });

  it("tells by a word which settings differ, and can show those alone", async () => {
    answer(ANSWERS);
    const { user, router } = renderPage(<ComparePage />, { path: "/batches/compare?ids=a,b" });
    expect((await rowOf(/^Model/)).textContent).toContain("differs");
    expect((await rowOf(/^Provider/)).textContent).not.toContain("differs");
    await user.click(screen.getByLabelText("Only settings that differ"));
    expect(screen.queryByRole("rowheader", { name: /^Provider/ })).toBeNull();
    expect(router.state.location.search).toContain("settings=differing");
  });

  it("replaces, adds and takes out batches, and keeps that in the address", async () => {
    answer(ANSWERS);
    const { user, router } = renderPage(<ComparePage />, { path: "/batches/compare?ids=a,b" });
    await screen.findByRole("columnheader", { name: /Run a/ });
    const ids = () => new URLSearchParams(router.state.location.search).get("ids");
    await user.click(screen.getByRole("combobox", { name: "Batch 3" }));
    const offered = await screen.findAllByRole("option");
    expect(offered).toHaveLength(1); // a and b are there already
    await user.click(offered[0]!);
    expect(ids()).toBe("a,b,c");
    expect(await screen.findByRole("columnheader", { name: /Run c/ })).toBeTruthy();
    await user.click(screen.getByRole("combobox", { name: "Batch 1" }));
    await user.click(screen.getAllByRole("button", { name: "Clear" })[0]!);
    expect(ids()).toBe("b,c");
  });

  it("says what to do while there is nothing to compare", async () => {
    answer(ANSWERS);
    renderPage(<ComparePage />, { path: "/batches/compare" });
    expect(await screen.findByText("Choose two to four batches")).toBeTruthy();
    expect(screen.getAllByRole("combobox")).toHaveLength(2);
  });

  it("quotes why a batch cannot be shown", async () => {
    answer({ ...ANSWERS, "GET /api/batches/gone": problem(404, { title: "Not found", detail: "There is no batch gone." }) });
    renderPage(<ComparePage />, { path: "/batches/compare?ids=a,gone" });
    expect(await screen.findByText("There is no batch gone.")).toBeTruthy();
  });
});
