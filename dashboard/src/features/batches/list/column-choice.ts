/** Which columns are shown: the usual ones, but for those that a person has switched. Pure. */

/** There when they are asked for. */
const USUALLY_HIDDEN: readonly string[] = ["template", "started_at", "completed_at", "target_count", "priority"];

export type Visibility = Record<string, boolean>;

export function visibilityOf(switched: readonly string[]): Visibility {
  const all = new Set([...USUALLY_HIDDEN, ...switched]);
  return Object.fromEntries([...all].map((field) => [field, isShown(field, switched)]));
}

export function isShown(field: string, switched: readonly string[]): boolean {
  return USUALLY_HIDDEN.includes(field) === switched.includes(field);
}

/** What differs from what is usual. A column that the grid does not mention is shown. */
export function switchedBy(visibility: Visibility): string[] {
  const fields = new Set([...USUALLY_HIDDEN, ...Object.keys(visibility)]);
  return [...fields].filter((field) => (visibility[field] ?? true) === USUALLY_HIDDEN.includes(field)).sort();
}
