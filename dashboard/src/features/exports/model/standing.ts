/** How an export stands, as the page asks it. Pure. */
import type { Export } from "@/lib/api/exports";

export function isAtWork({ status }: Pick<Export, "status">): boolean {
  return status === "queued" || status === "running";
}

export function statusWord({ status, cancelling }: Pick<Export, "status" | "cancelling">): string {
  return cancelling ? "cancelling" : status;
}

/** Samples of it: the rows that it has, or that it will have. */
export function sizeOf({ status, counts, total }: Pick<Export, "status" | "counts" | "total">): number {
  return status === "completed" ? (counts.rows ?? total) : total;
}

/** Whether the demo model made some of it; until it is made, whether that may be. */
export function holdsDemo({ request, counts, status }: Pick<Export, "request" | "counts" | "status">): boolean {
  if (request.include_demo !== true) return false;
  if (status !== "completed") return true;
  const byProvider = counts.by_provider;
  return byProvider === undefined || (byProvider.demo ?? 0) > 0;
}

/** How long it was made, in milliseconds; null until it has ended. */
export function tookMs({ started_at, completed_at }: Pick<Export, "started_at" | "completed_at">): number | null {
  return started_at && completed_at ? Math.max(0, Date.parse(completed_at) - Date.parse(started_at)) : null;
}

export interface Push {
  status: string;
  repoId: string;
  isPrivate: boolean;
  /** Of the dataset, once it is there. */
  url: string | null;
  error: string | null;
}

export function pushOf({ push }: Pick<Export, "push">): Push | null {
  if (!push) return null;
  const text = (value: unknown) => (typeof value === "string" && value ? value : null);
  const url = text(push.url);
  return { status: text(push.status) ?? "queued", repoId: text(push.repo_id) ?? "", isPrivate: push.private !== false, url: url?.startsWith("http") ? url : null, error: text(push.error) };
}

export function isPushing(push: Push | null): boolean {
  return push?.status === "queued" || push?.status === "running";
}
