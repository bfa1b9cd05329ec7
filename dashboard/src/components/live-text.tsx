/** A text about a batch that follows its news; nothing around it is drawn anew. */
import { useLiveValue, type Batch } from "@/lib/live";

export function LiveText({ batch, say }: { batch: Batch; say: (batch: Batch) => string }) {
  return <>{useLiveValue(batch, say)}</>;
}
