/** Keys that make a start which is sent twice one batch: the same order keeps its key until it has been answered. */
import type { Order } from "@/lib/api/batches";
import { newKey } from "@/lib/new-key";

export interface Try {
  body: string;
  key: string;
}

export function tryOf(order: Order, last: Try | null): Try {
  const body = JSON.stringify(order);
  return last?.body === body ? last : { body, key: newKey() };
}
