/** Samples, a service and the page for the tests of the review. */
import { onTestFinished } from "vitest";
import type { Sample } from "@/lib/api/samples";
import { renderPage } from "@/testing/render";
import { answer, problem, type Asked } from "@/testing/server";
import { deskOf } from "./desk";
import ReviewPage from "./review-page";

export const SCHEMA = {
  type: "object",
  properties: { question: { type: "string", minLength: 5 }, answer: { type: "string", minLength: 5 } },
  required: ["question", "answer"],
};

export function sampleOf(id: string, more: Partial<Sample> = {}): Sample {
  return {
    sample_id: id,
    batch_id: "batch_1",
    item: 1,
    verdict: "accepted",
    content: { question: `What is ${id}?`, answer: "It is a sample." },
    topic: `Topic of ${id}`,
    difficulty: "basic",
    template: "Plain Q&A",
    template_version: 1,
    score: 0.9,
    demo: false,
    findings: [],
    created_at: "2026-11-22T12:00:00+00:00",
    review: "pending",
    review_reason: null,
    version: 1,
    revision: 1,
    origin: "generated",
    ...more,
  };
}

/** Open the page. Its desk ends with the test, or it would send what the next one leaves in the browser's storage. */
export function openReview(path = "/dataset/review") {
  const page = renderPage(<ReviewPage />, { path, route: "/dataset/review" });
  onTestFinished(() => deskOf(page.client).close());
  return page;
}

type Answers = Parameters<typeof answer>[0];

/** A service that keeps what it is told; `more` stands before its own answers. */
export function serve(samples: Sample[], more: Answers = {}): { asked: Asked[]; samples: Map<string, Sample> } {
  const kept = new Map(samples.map((one) => [one.sample_id, one]));
  const shown = (sample: Sample) => ({ success: true, sample: { ...sample, versions: [] } });
  const change = (asked: Asked, how: (sample: Sample) => Partial<Sample>) => {
    const sample = kept.get(asked.path.split("/")[3] ?? "");
    if (!sample) return problem(404, { title: "Not found", detail: "There is no such sample." });
    const wanted = asked.headers.get("If-Match");
    if (wanted && wanted !== `"${sample.revision}"`) return problem(412, { type: "/problems/stale-version", title: "It has been changed meanwhile", detail: "Look again.", revision: sample.revision });
    const next = { ...sample, ...how(sample), revision: (sample.revision ?? 1) + 1 };
    kept.set(next.sample_id, next);
    return shown(next);
  };
  const one = (asked: Asked) => {
    const action = asked.path.split("/")[4];
    if (asked.method === "GET") {
      const sample = kept.get(asked.path.split("/")[3] ?? "");
      return sample ? shown(sample) : problem(404, { title: "Not found", detail: "There is no such sample." });
    }
    const body = (asked.body ?? {}) as { reason?: string; content?: Record<string, unknown> };
    if (action === "approve") return change(asked, () => ({ review: "approved", review_reason: null }));
    if (action === "reject") return change(asked, () => ({ review: "rejected", review_reason: body.reason }));
    if (action === "reset") return change(asked, () => ({ review: "pending", review_reason: null }));
    return change(asked, (sample) => ({ content: { ...sample.content, ...body.content }, version: (sample.version ?? 1) + 1 }));
  };
  const asked = answer({
    "GET /api/samples": (call: Asked) => {
      const review = call.query.get("review");
      const found = [...kept.values()].filter((sample) => !review || sample.review === review);
      return { success: true, samples: found, count: found.length, total: found.length, total_is_exact: true, next_cursor: null };
    },
    "GET /api/templates": { success: true, count: 1, templates: [{ template_id: "plain", name: "Plain Q&A", kind: "qa", version: 1 }] },
    "GET /api/templates/plain": { success: true, template: {}, definition: {}, versions: [], refusals: [{ version: 1, reason: "usual fault", count: 7 }] },
    "GET /api/templates/plain/versions/1": { success: true, definition: { schema: SCHEMA } },
    ...more,
    "GET /api/samples/*": one,
    "POST /api/samples/*": one,
    "PATCH /api/samples/*": one,
    ...more,
  });
  return { asked, samples: kept };
}

/** What was decided, in the order in which the service heard it. */
export function decisionsOf(asked: Asked[]): string[] {
  return asked.filter((one) => one.method === "POST").map((one) => one.path.split("/").slice(3).join(" "));
}
