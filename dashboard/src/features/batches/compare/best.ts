/** Which values of a row are the best. Pure. */

export type Better = "high" | "low";

/**
 * Mark the best of a row; equal ones are all marked.
 * @returns all false where there is nothing to win: fewer than two values, or all the same.
 */
export function bestOf(values: readonly (number | null)[], better: Better | null): boolean[] {
  const known = values.filter((value) => value !== null);
  if (better === null || known.length < 2 || known.every((value) => value === known[0])) return values.map(() => false);
  const best = better === "high" ? Math.max(...known) : Math.min(...known);
  return values.map((value) => value === best);
}
