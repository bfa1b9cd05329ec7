import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { renderPage } from "@/testing/render";
import { answer, problem } from "@/testing/server";
import DatasetPage from "./dataset-page";

const sample = (number: number) => ({
  sample_id: `sample_${number}`, batch_id: "batch_1", item: 1, verdict: "accepted", content: { question: `Question ${number}?`, answer: "Yes." },
  topic: "Tort", difficulty: "basic", template: "Legal Q&A", template_version: 1, score: 0.9, review: "pending", review_reason: null, revision: 1,
  version: 1, origin: "generated", findings: [], demo: false, created_at: "2026-11-22T10:00:00+00:00", versions: [],
});

const listed = (numbers: number[], more: object = {}) => ({ success: true, samples: numbers.map(sample), count: numbers.length, total: numbers.length, total_is_exact: true, next_cursor: null, ...more });
const one = { "GET /api/samples/*": ({ path }: { path: string }) => ({ success: true, sample: sample(Number(path.split("_")[1])) }) };
const rows = () => screen.getAllByRole("row").filter((row) => row.id);

beforeEach(() => {
  // jsdom lays nothing out: the list must believe that it has some room.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(800);
});

describe("the dataset", () => {
  it("asks for what the address says, and writes filters into it", async () => {
    const asked = answer({ "GET /api/samples": listed([1]) });
    const { user, router } = renderPage(<DatasetPage />, { path: "/dataset?review=pending&score_min=0.5" });
    await screen.findByText("Question 1?");
    expect(asked.find((request) => request.query.get("limit") === "100")?.query.get("score_min")).toBe("0.5");
    await user.click(screen.getByRole("button", { name: "Refused" }));
    expect(router.state.location.search).toBe("?verdict=rejected&score_min=0.5");
    await user.type(screen.getByRole("searchbox", { name: "Search" }), "duty{Enter}");
    expect(new URLSearchParams(router.state.location.search).get("q")).toBe("duty");
  });

  it("holds only the rows in sight, and fetches the next page before they end", async () => {
    const numbers = (from: number) => Array.from({ length: 100 }, (_, place) => from + place);
    const asked = answer({
      "GET /api/samples": ({ query }) =>
        query.get("cursor") ? listed(numbers(200), { total: 10_000, total_is_exact: false }) : listed(numbers(0), { total: 10_000, total_is_exact: false, next_cursor: "second" }),
    });
    const { user } = renderPage(<DatasetPage />, { path: "/dataset" });
    expect(await screen.findByText("at least 10,000 samples")).toBeTruthy();
    expect(rows().length).toBeLessThan(60);
    expect(asked.some((request) => request.query.get("cursor"))).toBe(false);
    screen.getByRole("grid").focus();
    await user.keyboard("{End}");
    // jsdom scrolls nowhere by itself
    fireEvent.scroll(screen.getByRole("grid"), { target: { scrollTop: 5400 } });
    await waitFor(() => expect(asked.some((request) => request.query.get("cursor") === "second")).toBe(true));
  });

  it("is moved through, opened and selected by keys", async () => {
    answer({ "GET /api/samples": listed([1, 2, 3]), ...one });
    const { user, router } = renderPage(<DatasetPage />, { path: "/dataset" });
    await screen.findByText("Question 2?");
    screen.getByRole("grid").focus();
    await user.keyboard("j {ArrowDown}{Shift>} {/Shift}");
    expect(screen.getByText("2 samples selected:")).toBeTruthy();
    await user.keyboard("{Enter}");
    expect(router.state.location.search).toBe("?sample=sample_3");
    expect(await screen.findByText("Where it comes from")).toBeTruthy();
  });

  it("puts a decision back when the service refuses it", async () => {
    answer({
      "GET /api/samples": listed([1]), ...one,
      "POST /api/samples/sample_1/approve": () => problem(412, { title: "It has been changed meanwhile", detail: "Look at it, then change that." }),
    });
    const { user } = renderPage(<DatasetPage />, { path: "/dataset?sample=sample_1" });
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    expect(await screen.findByText("It has been changed meanwhile")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Approve" })).toBeTruthy();
  });

  it("says how many a decision is about, and asks again when that has changed", async () => {
    const asked = answer({
      "GET /api/samples": listed([1, 2]),
      "POST /api/samples/review": ({ body }) => {
        const { dry_run, expected } = body as { dry_run: boolean; expected?: number };
        if (dry_run) return { success: true, dry_run, matched: 2, changed: 0 };
        if (expected !== 3) return problem(409, { type: "/problems/not-as-expected", title: "Not as expected", detail: "There are 3.", matched: 3 });
        return { success: true, dry_run, matched: 3, changed: 3 };
      },
    });
    const { user } = renderPage(<DatasetPage />, { path: "/dataset?review=pending" });
    await user.click(await screen.findByRole("button", { name: "Decide about all" }));
    await user.click(screen.getByRole("menuitem", { name: /Approve all/ }));
    const dialog = await screen.findByRole("dialog", { name: "Approve all that match" });
    expect(await within(dialog).findByText(/2 samples \(review pending\) will be approved/)).toBeTruthy();
    await user.click(within(dialog).getByRole("button", { name: "Approve 2" }));
    await user.click(await within(dialog).findByRole("button", { name: "Approve 3" }));
    expect(await screen.findByText(/3 samples are approved/)).toBeTruthy();
    expect(asked.filter((request) => request.method === "POST").map((request) => (request.body as { expected?: number }).expected)).toEqual([undefined, 2, 3]);
  });

  it("tells of new samples, and does not move until it is asked to", async () => {
    let now = [2, 1];
    answer({ "GET /api/samples": ({ query }) => listed(now.slice(0, Number(query.get("limit"))), { total: now.length }) });
    const { user, client } = renderPage(<DatasetPage />, { path: "/dataset" });
    await screen.findByText("Question 2?");
    now = [3, 2, 1];
    await client.invalidateQueries({ queryKey: ["samples"] });
    const button = await screen.findByRole("button", { name: "1 new sample" });
    expect(screen.queryByText("Question 3?")).toBeNull();
    await user.click(button);
    expect(await screen.findByText("Question 3?")).toBeTruthy();
  });

  it("says what to do when nothing matches", async () => {
    answer({ "GET /api/samples": listed([]) });
    const { user, router } = renderPage(<DatasetPage />, { path: "/dataset?q=nowhere" });
    await user.click(await screen.findByRole("button", { name: "Clear all filters" }));
    expect(router.state.location.search).toBe("");
    expect(await screen.findByText("No samples yet")).toBeTruthy();
  });
});
