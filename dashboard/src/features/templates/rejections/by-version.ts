/** Why people rejected samples, gathered by version: the newest first, the most frequent reason first. */
import type { Schemas } from "@/lib/api/client";

type Refusal = Schemas["RefusalView"];

export interface VersionRefusals {
  version: number;
  total: number;
  reasons: { reason: string | null; count: number }[];
}

export function byVersion(refusals: readonly Refusal[]): VersionRefusals[] {
  const groups = new Map<number, VersionRefusals>();
  for (const { version, reason, count } of refusals) {
    const group = groups.get(version) ?? { version, total: 0, reasons: [] };
    group.total += count;
    group.reasons.push({ reason, count });
    groups.set(version, group);
  }
  const all = [...groups.values()].sort((a, b) => b.version - a.version);
  for (const group of all) group.reasons.sort((a, b) => b.count - a.count);
  return all;
}
