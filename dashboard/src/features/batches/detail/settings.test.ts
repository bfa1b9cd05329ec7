import { expect, it } from "vitest";
import { aBatch, anItem } from "@/components/batch-actions/batch.fixture";
import { curlOf, orderOf, settingsOf } from "./settings";

it("orders a batch of one part by its target", () => {
  const batch = aBatch({ topic_filter: "Tort", items: [anItem({ topic: "Tort" })] });
  expect(orderOf(batch)).toEqual({ name: "First", template: "Legal Q&A@2", provider: "groq", model: "llama", topic: "Tort", seed: 7, target_count: 100 });
});

it("orders parts by items, with what each asks for", () => {
  const batch = aBatch({ items: [anItem({ name: "A", difficulty: "basic", target_count: 3, parameters: { temperature: 0.4 } }), anItem({ item: 2, topic: "Tort", target_count: 2 })] });
  const order = orderOf(batch);
  expect(order).not.toHaveProperty("target_count");
  expect(order?.items).toEqual([
    { name: "A", difficulty: "basic", template: "Legal Q&A@2", target_count: 3, parameters: { temperature: 0.4 } },
    { topic: "Tort", template: "Legal Q&A@2", target_count: 2 },
  ]);
});

it("keeps a judge that was refused, and the enrichment that follows", () => {
  const order = orderOf(aBatch({ judge: false, enrich_after: { template: "Translate", version: 3, fields: null, overwrite: false, provider: null, model: "m" } }));
  expect(order).toMatchObject({ judge: false, enrich: { template: "Translate@3", model: "m" } });
});

it("has no order for an enrichment", () => {
  expect(orderOf(aBatch({ kind: "enrichment" }))).toBeNull();
});

it("writes a command that a shell reads as it was meant", () => {
  const text = curlOf({ name: "Tenants' talks", target_count: 1 }, "http://127.0.0.1:5001");
  expect(text).toContain("Tenants'\\'' talks");
  expect(text).toMatch(/^curl -X POST http:\/\/127\.0\.0\.1:5001\/api\/generate\/batch\/start/);
});

it("says when no price is known", () => {
  expect(settingsOf(aBatch({ price: null })).find(({ name }) => name === "Price")?.value).toBe("not known");
});
