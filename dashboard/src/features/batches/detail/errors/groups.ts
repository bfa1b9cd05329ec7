/** Failures by kind: one group for a kind, whichever status its calls had. */
import type { Analytics } from "@/lib/api/analytics";

type Failure = Analytics["failures"][number];

export interface ErrorGroup {
  kind: string;
  fate: Failure["fate"];
  purpose: Failure["purpose"];
  count: number;
  /** Of all calls that gave no sample, 0 to 1. */
  share: number;
  statuses: number[];
  lastAt: string;
  lastMessage: string | null;
}

/** The most frequent first. Calls of the judge are told apart from those of the generator. */
export function groupsOf(failures: readonly Failure[]): ErrorGroup[] {
  const total = failures.reduce((sum, failure) => sum + failure.count, 0);
  const groups = new Map<string, ErrorGroup>();
  for (const failure of failures) {
    const key = `${failure.reason} ${failure.fate} ${failure.purpose}`;
    const group = groups.get(key);
    groups.set(key, group ? joined(group, failure) : groupOf(failure));
  }
  return [...groups.values()].map((group) => ({ ...group, share: group.count / total })).sort((one, other) => other.count - one.count);
}

function groupOf({ reason, fate, purpose, count, http_status, last_at, last_message }: Failure): ErrorGroup {
  return { kind: reason, fate, purpose, count, share: 0, statuses: http_status === null ? [] : [http_status], lastAt: last_at, lastMessage: last_message };
}

function joined(group: ErrorGroup, failure: Failure): ErrorGroup {
  const later = Date.parse(failure.last_at) > Date.parse(group.lastAt);
  const known = failure.http_status === null || group.statuses.includes(failure.http_status);
  return {
    ...group,
    count: group.count + failure.count,
    statuses: known ? group.statuses : [...group.statuses, failure.http_status!].sort((one, other) => one - other),
    lastAt: later ? failure.last_at : group.lastAt,
    lastMessage: later ? failure.last_message : group.lastMessage,
  };
}
