/** The tabs of a batch by the names that they have in the address. */
export const TABS = {
  items: "Items",
  samples: "Samples",
  timeline: "Timeline",
  errors: "Errors",
  log: "Log",
  charts: "Charts",
  settings: "Settings",
} as const;

export type Tab = keyof typeof TABS;

export function tabOf(word: string | null): Tab {
  return word !== null && Object.hasOwn(TABS, word) ? (word as Tab) : "items";
}
