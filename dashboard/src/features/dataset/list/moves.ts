/** Where a key leads to in the list; null if it is no key to move by. Pure. */
export function moveOf(key: string, active: number, count: number, perPage: number): number | null {
  const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: perPage, PageUp: -perPage, Home: -Infinity, End: Infinity };
  const step = steps[key];
  if (step === undefined || count === 0) return null;
  return Math.min(count - 1, Math.max(0, active + step));
}
