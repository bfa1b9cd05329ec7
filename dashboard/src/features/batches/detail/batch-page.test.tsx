import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { keys } from "@/lib/keys";
import { answer, problem, type Asked } from "@/testing/server";
import { renderPage } from "@/testing/render";
import { aBatch, anItem } from "@/components/batch-actions/batch.fixture";
import BatchPage from "./batch-page";

const open = (query = "") => renderPage(<BatchPage />, { path: `/batches/batch_1${query}`, route: "/batches/:batchId" });
const serve = (over: Parameters<typeof aBatch>[0] = {}, more: Parameters<typeof answer>[0] = {}) => answer({ "GET /api/batches/batch_1": () => ({ success: true, batch: aBatch(over) }), ...more });

const ANALYTICS = {
  success: true, batch_id: "batch_1", active_s: 10, waiting_s: 0, rate_per_minute: 60, cost_per_accepted_usd: null, tokens_per_accepted: 300, duplicates: 0,
  series: { bucket_s: 1, start_at: null, end_at: null, buckets: [] }, rejections: [], scores: { scored: 0, mean: null, buckets: [] }, latency_ms: null,
  limits: { requests_per_minute: null, tokens_per_minute: null },
  failures: [{ reason: "refusal", fate: "rejected", purpose: "generate", count: 3, http_status: 200, last_at: "2026-11-22T10:00:00+00:00", last_message: "The reply is a refusal." }],
};

it("follows news in its figures without asking again", async () => {
  serve({ status: "running" });
  const { client } = open();
  expect(await screen.findByRole("heading", { level: 1, name: "First" })).toBeTruthy();
  client.setQueryData(keys.live("batch_1"), { batch_id: "batch_1", samples_generated: 42, target_count: 100, rejected_count: 0, attempts: 42, cost_usd: 0.42 });
  expect(await screen.findByText("42 / 100 samples, 42 %")).toBeTruthy();
  expect(screen.getByText("$0.42")).toBeTruthy();
  expect(screen.getByText("about $1.00 at the end")).toBeTruthy();
});

it("says why a batch was paused and what to do", async () => {
  serve({ status: "paused", pause_cause: "provider", pause_reason: "The key was refused." }, { "GET /api/batches/batch_1/analytics": ANALYTICS });
  open();
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The key was refused.");
  expect(alert.textContent).toContain("then resume");
});

it("leads to the list when there is no such batch, and tells a deleted one apart", async () => {
  let there = true;
  answer({ "GET /api/batches/batch_1": () => (there ? { success: true, batch: aBatch() } : problem(404, { title: "There is no such thing", detail: "No batch." })) });
  const { client } = open();
  await screen.findByRole("heading", { level: 1, name: "First" });
  there = false;
  await client.invalidateQueries({ queryKey: keys.batches });
  expect(await screen.findByText("This batch was deleted")).toBeTruthy();
  expect(screen.getByRole("link", { name: "All batches" }).getAttribute("href")).toBe("/batches");
});

it("says of a batch that never was that it is not there", async () => {
  answer({ "GET /api/batches/batch_1": () => problem(404, { title: "There is no such thing", detail: "No batch." }) });
  open();
  expect(await screen.findByText("There is no such batch")).toBeTruthy();
});

it("keeps the tab in the address, and retries a failed item", async () => {
  const failed = anItem({ item: 2, name: "Schemes", status: "failed", end_reason: "6 attempts gave 0 of 2 samples." });
  const asked = serve({ items: [anItem({ name: "Duties" }), failed] }, { "POST /api/batches/batch_1/items/2/retry": { success: true, batch_id: "batch_1", status: "queued", position: 1 } });
  const { user, router } = open();
  expect(await screen.findByText("6 attempts gave 0 of 2 samples.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Retry Schemes" }));
  expect(await screen.findByText("Schemes is tried again.")).toBeTruthy();
  expect(asked.some(({ path }) => path === "/api/batches/batch_1/items/2/retry")).toBe(true);
  await user.click(screen.getByRole("tab", { name: "Settings" }));
  expect(router.state.location.search).toBe("?tab=settings");
});

it("unfolds a kind of error to its calls and their raw answers", async () => {
  const attempt = { number: 4, item: 1, slot: 0, purpose: "generate", provider: "groq", model: "llama", fate: "rejected", message: "The reply is a refusal.", http_status: 200, prompt_tokens: 200, completion_tokens: 100, cached_tokens: 0, cost_usd: null, latency_ms: 500, started_at: "2026-11-22T10:00:00+00:00", has_raw: true };
  const all = Array.from({ length: 21 }, (_, index) => ({ ...attempt, number: 4 + index, reason: "refusal" }));
  const attemptsFrom = (after: number) => {
    const attempts = all.filter(({ number }) => number > after).slice(0, 20);
    return { success: true, attempts, count: attempts.length, next_after: attempts.at(-1)?.number ?? after };
  };
  const asked = serve({ status: "completed" }, {
    "GET /api/batches/batch_1/analytics": ANALYTICS,
    "GET /api/batches/batch_1/attempts": ({ query }: Asked) => attemptsFrom(Number(query.get("after"))),
    "GET /api/batches/batch_1/attempts/4/raw": () => new Response("I cannot help with that."),
  });
  const { user } = open("?tab=errors");
  await user.click(await screen.findByRole("button", { name: /Refusal/ }));
  expect(await screen.findByText(/Reword the topic/)).toBeTruthy();
  const table = await screen.findByRole("table");
  expect(within(table).getAllByRole("row")).toHaveLength(1 + 20);
  await user.click(screen.getByRole("button", { name: "Show more" }));
  await waitFor(() => expect(within(table).getAllByRole("row")).toHaveLength(1 + 21));
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Show the raw answer of call 4" }));
  expect(await screen.findByText("I cannot help with that.")).toBeTruthy();
  const query = asked.find(({ path }) => path.endsWith("/attempts"))?.query;
  expect([query?.get("fate"), query?.get("reason")]).toEqual(["rejected", "refusal"]);
});
