/** One call for each batch, one after the other; those that were refused do not hold the others up. */
import type { Batch } from "@/lib/api/batches";

export async function eachOf(batches: readonly Batch[], call: (batch: Batch) => Promise<unknown>) {
  const gone: Batch[] = [];
  const failed: { batch: Batch; error: unknown }[] = [];
  for (const batch of batches) {
    await call(batch).then(() => gone.push(batch)).catch((error: unknown) => failed.push({ batch, error }));
  }
  return { gone, failed };
}

export function many(batches: Batch | readonly Batch[]): readonly Batch[] {
  return Array.isArray(batches) ? (batches as readonly Batch[]) : [batches as Batch];
}

export function idOf(batch: Batch): string {
  return batch.batch_id ?? "";
}
