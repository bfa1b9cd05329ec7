import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { renderPage } from "@/testing/render";
import { answer, problem, type Asked } from "@/testing/server";
import BatchesPage from "../batches-page";

const row = (id: number, status: string, more: object = {}) => ({
  id, batch_id: `batch_${id}`, name: `Run ${id}`, status, samples_generated: 4, target_count: 10, attempts: 5, rejected_count: 1, failed_count: 0,
  total_tokens: 900, cost_usd: 0.5, model: "m-1", template: "Legal Q&A", template_version: 1, topic_filter: "Law", difficulty_filter: null, priority: 0,
  item_counts: { items: 1, completed: 0, failed: 0 }, demo: false, drive: "worker", kind: "generation", pausing: false, stopping: false, current: false,
  position: null, pause_reason: null, end_reason: null, completed_with_errors: false, rate_per_minute: 0, eta_s: null, created_at: "2026-11-22T10:00:00+00:00", ...more,
});

const ROWS = [row(1, "queued"), row(2, "paused"), row(3, "completed", { demo: true }), row(4, "failed")];

/** The list, but for counts of one status: those ask for one row. */
function listed(rows: object[], total = rows.length) {
  return ({ query }: Asked) => ({ success: true, batches: query.get("limit") === "1" ? [] : rows, count: rows.length, total });
}

const BESIDE = { "GET /api/providers": { success: true, default: "groq", providers: [] }, "GET /api/queue": { success: true, queue: [], total: 0 } };

const lists = (asked: Asked[]) => asked.filter((one) => one.path === "/api/batches" && one.query.get("limit") !== "1");

function onPhone() {
  vi.spyOn(window, "matchMedia").mockImplementation(
    (query) => ({ matches: query.includes("max-width: 599"), media: query, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} }) as unknown as MediaQueryList,
  );
}

describe("the list as a grid", () => {
  it("asks for the page that the address names, and shows each batch with its link, status and actions", async () => {
    const asked = answer({ ...BESIDE, "GET /api/batches": listed(ROWS, 60) });
    renderPage(<BatchesPage />, { path: "/batches?status=queued,paused&sort=-name&page=2" });
    const grid = await screen.findByRole("grid", { name: "Batches" });
    expect((await within(grid).findByRole("link", { name: "Run 1" })).getAttribute("href")).toBe("/batches/batch_1");
    expect(within(grid).getByText("demo data")).toBeTruthy();
    expect(within(grid).getByRole("button", { name: "Resume Run 2" })).toBeTruthy();
    const query = lists(asked)[0]?.query;
    expect(query?.getAll("status")).toEqual(["queued", "paused"]);
    expect([query?.get("sort"), query?.get("limit"), query?.get("offset")]).toEqual(["-name", "25", "25"]);
    expect(screen.getByRole("columnheader", { name: /^Batch/ }).getAttribute("aria-sort")).toBe("descending");
  });

  it("keeps the choice of columns in the address", async () => {
    answer({ ...BESIDE, "GET /api/batches": listed(ROWS) });
    const { user, router } = renderPage(<BatchesPage />, { path: "/batches" });
    await screen.findByRole("grid", { name: "Batches" });
    await user.click(screen.getByRole("button", { name: "Columns" }));
    const cost = await screen.findByRole("menuitemcheckbox", { name: "Cost" });
    expect(cost.getAttribute("aria-checked")).toBe("true");
    await user.click(cost);
    await user.click(screen.getByRole("menuitemradio", { name: "Compact" }));
    expect(router.state.location.search).toBe("?columns=cost&density=compact");
  });
});

describe("searching", () => {
  it("begins with / and lands in the address", async () => {
    const asked = answer({ ...BESIDE, "GET /api/batches": listed(ROWS) });
    const { user, router } = renderPage(<BatchesPage />, { path: "/batches?page=3&keep=1" });
    await screen.findByRole("grid", { name: "Batches" });
    await user.keyboard("/");
    await user.keyboard("night{Enter}");
    expect(new URLSearchParams(router.state.location.search).get("q")).toBe("night");
    expect(new URLSearchParams(router.state.location.search).get("page")).toBeNull();
    await waitFor(() => expect(lists(asked).at(-1)?.query.get("q")).toBe("night"));
  });

  it("offers to clear the filters when nothing matches", async () => {
    answer({ ...BESIDE, "GET /api/batches": ({ query }) => listed(query.get("q") ? [] : ROWS)({ query } as Asked) });
    const { user, router } = renderPage(<BatchesPage />, { path: "/batches?q=zzz" });
    const nothing = await screen.findByText("No batch matches");
    await user.click(within(nothing.parentElement!).getByRole("button", { name: "Clear filters" }));
    expect(await screen.findByRole("grid", { name: "Batches" })).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>("searchbox", { name: "Search" }).value).toBe("");
    expect(router.state.location.search).toBe("");
  });

  it("says what to do when there is no batch at all", async () => {
    answer({ ...BESIDE, "GET /api/batches": listed([]) });
    renderPage(<BatchesPage />, { path: "/batches" });
    expect(await screen.findByText("No batches yet")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Make a batch" }).getAttribute("href")).toBe("/generate");
  });

  it("links the table of what matches", async () => {
    answer({ ...BESIDE, "GET /api/batches": listed(ROWS) });
    const { user } = renderPage(<BatchesPage />, { path: "/batches?status=failed&topic=Law" });
    await screen.findByRole("grid", { name: "Batches" });
    expect(screen.getByRole("link", { name: "Export CSV" }).getAttribute("href")).toBe("/api/generate/batch/history?format=csv&topic=Law&status=failed");
    await user.click(screen.getByRole("button", { name: /^queued/ }));
    await user.click(screen.getByRole("button", { name: "Export CSV" }));
    const files = await screen.findAllByRole("menuitem");
    expect(files.map((file) => file.getAttribute("href"))).toEqual([
      "/api/generate/batch/history?format=csv&topic=Law&status=queued",
      "/api/generate/batch/history?format=csv&topic=Law&status=failed",
    ]);
  });
});

describe("many at once, on a phone", () => {
  beforeEach(onPhone);

  async function chosen(...names: string[]) {
    const view = renderPage(<BatchesPage />, { path: "/batches" });
    await screen.findByRole("list", { name: "Batches" });
    for (const name of names) await view.user.click(screen.getByRole("checkbox", { name: `Choose ${name}` }));
    return { ...view, bar: within(screen.getByRole("region", { name: "Chosen batches" })) };
  }

  it("says how many of the chosen can make each move", async () => {
    answer({ ...BESIDE, "GET /api/batches": listed(ROWS) });
    const { bar } = await chosen("Run 1", "Run 2", "Run 3");
    expect(screen.queryByRole("grid")).toBeNull();
    for (const label of ["Pause 1 of 3", "Resume 1 of 3", "Stop 2 of 3", "Delete 1 of 3"]) expect(bar.getByRole<HTMLButtonElement>("button", { name: label }).disabled).toBe(false);
    expect(bar.getByRole<HTMLButtonElement>("button", { name: "Retry 0 of 3" }).disabled).toBe(true);
    expect(bar.getByRole("link", { name: "Compare 3" }).getAttribute("href")).toBe("/batches/compare?ids=batch_1,batch_2,batch_3");
  });

  it("sums up what worked and what was refused, in the service's words", async () => {
    const asked = answer({
      ...BESIDE,
      "GET /api/batches": listed(ROWS),
      "POST /api/batches/batch_1/stop": { success: true, batch: ROWS[0] },
      "POST /api/batches/batch_2/stop": problem(409, { title: "The batch cannot do that", detail: "It has just ended." }),
    });
    const { user, bar } = await chosen("Run 1", "Run 2", "Run 3");
    await user.click(bar.getByRole("button", { name: "Stop 2 of 3" }));
    const sum = within(await screen.findByRole("alert"));
    expect(sum.getByText("Stopped: 1 of 2 batches.")).toBeTruthy();
    expect(sum.getByText("Run 2: It has just ended.")).toBeTruthy();
    expect(asked.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual(["/api/batches/batch_1/stop", "/api/batches/batch_2/stop"]);
  });

  it("names the number of samples before it deletes, and lets what is gone go", async () => {
    const asked = answer({
      ...BESIDE,
      "GET /api/batches": listed(ROWS),
      "DELETE /api/batches/batch_3": { success: true },
      "DELETE /api/batches/batch_4": { success: true },
    });
    const { user, bar } = await chosen("Run 1", "Run 3", "Run 4");
    await user.click(bar.getByRole("button", { name: "Delete 2 of 3" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Delete 2 batches?" }));
    expect(dialog.getByText(/8 samples.*1 chosen batch has not ended and stays/)).toBeTruthy();
    expect(asked.some(({ method }) => method === "DELETE")).toBe(false);
    await user.click(dialog.getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("Deleted: 2 batches.")).toBeTruthy();
    expect(await screen.findByText("1 batch chosen")).toBeTruthy();
  });
});
