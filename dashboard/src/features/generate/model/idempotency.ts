/** Keys that make a start which is sent twice one batch: the same order keeps its key until it has been answered. */
import type { Order } from "@/lib/api/batches";

export interface Try {
  body: string;
  key: string;
}

export function tryOf(order: Order, last: Try | null): Try {
  const body = JSON.stringify(order);
  return last?.body === body ? last : { body, key: makeKey() };
}

/** `randomUUID` is there on https and localhost only; `getRandomValues` is there everywhere. */
export function makeKey(source: Pick<Crypto, "getRandomValues"> & { randomUUID?: () => string } = crypto): string {
  if (source.randomUUID) return source.randomUUID();
  return Array.from(source.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
