/** Reasons to reject that were given lately in this tab, and which ones to suggest. */

const KEPT = 8;
const COMMON = ["wrong", "unclear", "off topic", "says the same as another", "not what was asked"];

let recent: readonly string[] = [];

export function recentReasons(): readonly string[] {
  return recent;
}

export function rememberReason(reason: string): void {
  recent = [reason, ...recent.filter((one) => one !== reason)].slice(0, KEPT);
}

/** Newest first, then the template's, then common ones; none twice. */
export function suggested(lately: readonly string[], usual: readonly string[]): string[] {
  return [...new Set([...lately, ...usual, ...COMMON])];
}
