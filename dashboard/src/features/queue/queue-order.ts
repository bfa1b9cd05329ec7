/** The order of the queue, as it will be when the service has heard of a move. */
import type { QueueEntry, QueuePage } from "@/lib/api/queue";

export function isWaiting(entry: QueueEntry): boolean {
  return entry.position > 0;
}

/** The page with one waiting batch put to a place (1 is next; beyond the end is last); times of the others are not known then. */
export function withMove(page: QueuePage, batchId: string, position: number): QueuePage {
  const moved = page.queue.find((entry) => entry.batch_id === batchId);
  if (!moved || !isWaiting(moved)) return page;
  const ahead = page.queue.filter((entry) => !isWaiting(entry));
  const waiting = page.queue.filter((entry) => isWaiting(entry) && entry !== moved);
  waiting.splice(Math.max(0, position - 1), 0, moved);
  const placed = waiting.map((entry, index) =>
    entry.position === index + 1 ? entry : { ...entry, position: index + 1, estimated_start_at: null, estimated_end_at: null },
  );
  return { ...page, queue: [...ahead, ...placed] };
}
