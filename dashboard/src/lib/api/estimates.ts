/** What a batch will use, cost and last, before it is started. */
import { api, take, type Schemas } from "./client";
import type { Order } from "./batches";

export type Estimate = Schemas["Estimate"];

/** `mayCall`: a template without history is tried with two calls, which cost what they cost. */
export async function estimate(order: Order, mayCall: boolean, signal?: AbortSignal): Promise<Estimate> {
  return take(
    api.POST("/api/generate/batch/estimate", {
      params: { query: { preview: mayCall ? "auto" : "never" } },
      body: order,
      ...(signal ? { signal } : {}),
    }),
  );
}
