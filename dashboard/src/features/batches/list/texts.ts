/** What the list says of a batch in one short text. While it runs, numbers come from what is live. */
import { acceptance } from "@/lib/cost";
import { compact, count, counted, duration, NONE, percent, perMinute, usd } from "@/lib/format";
import type { Batch } from "@/lib/live";

export function subjectText({ topic_filter, difficulty_filter, item_counts, kind }: Batch): string {
  if (kind === "enrichment") return "enrichment";
  const parts = item_counts.items > 1 ? counted(item_counts.items, "part") : null;
  return [topic_filter ?? parts ?? "any topic", difficulty_filter].filter(Boolean).join(", ");
}

/** The share of what was checked that was accepted. */
export function acceptedText({ samples_generated, rejected_count }: Batch): string {
  const share = acceptance(samples_generated, rejected_count);
  return share === null ? NONE : `${percent(share)} of ${count(samples_generated + rejected_count)}`;
}

export function tokensText({ total_tokens }: Batch): string {
  return compact(total_tokens);
}

export function costText({ cost_usd }: Batch): string {
  return usd(cost_usd);
}

/** How fast it goes and how long it will take; of one that waits, when its turn is. */
export function paceText({ status, rate_per_minute, eta_s, position, drive }: Batch): string {
  if (status === "queued") return drive === "client" ? "waits for its client" : position ? `place ${position} in the queue` : NONE;
  if (status !== "running") return NONE;
  return eta_s == null ? perMinute(rate_per_minute) : `${perMinute(rate_per_minute)}, ${duration(eta_s)} left`;
}

export function templateText({ template, template_version }: Batch): string {
  if (!template) return NONE;
  return template_version == null ? template : `${template}, version ${template_version}`;
}
