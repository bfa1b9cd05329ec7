/** The checks that a template can declare: what each asks, which settings it has, and how a row of the form becomes one. */
import { newId, numberOf, textOf, type Check, type CheckRow, type JsonObject } from "./form";
import { fromLines, toLines } from "./lines";

export type Setting = Exclude<keyof CheckRow, "id" | "check" | "action">;

/** After docs/quality.md. */
export const CHECKS: Record<Check["check"], { asks: string; settings: readonly Setting[] }> = {
  question: { asks: "The field asks something or sets a task.", settings: ["field"] },
  not_copy: { asks: "The field is not another one again.", settings: ["field", "of", "threshold"] },
  differs: { asks: "Two fields differ, such as the answers of a preference pair.", settings: ["field", "of", "threshold"] },
  numbered_steps: { asks: "The field has numbered steps in order.", settings: ["field", "when", "minimum"] },
  citation: { asks: "The field has the form of an authority, unless it is null.", settings: ["field"] },
  words: { asks: "The field has so many words.", settings: ["field", "minimum", "maximum"] },
  pattern: { asks: "A regular expression matches somewhere in the field.", settings: ["field", "pattern"] },
  banned: { asks: "No text holds one of the phrases; without phrases, a built-in list.", settings: ["fields", "phrases"] },
  language: { asks: "The texts are in this language.", settings: ["language", "fields"] },
  one_of: { asks: "The field is one of the values of a parameter.", settings: ["field", "of"] },
  turns: { asks: "The field is a list of messages in turn: user first, assistant last.", settings: ["field", "minimum", "maximum"] },
  grounded: { asks: "The field stands word for word in the source.", settings: ["field"] },
  pii: { asks: "No text holds personal data.", settings: ["fields"] },
  contamination: { asks: "No long run of words of a benchmark.", settings: ["minimum", "fields"] },
  near_duplicate: { asks: "No earlier sample is nearly the same.", settings: ["fields", "threshold", "scope"] },
};

export function emptyCheck(check: Check["check"] = "near_duplicate"): CheckRow {
  return toCheckRow({ check });
}

export function toCheckRow(check: Check): CheckRow {
  return {
    id: newId(),
    check: check.check,
    action: check.action ?? "reject",
    field: check.field ?? "",
    of: check.of ?? "",
    fields: check.fields ?? [],
    minimum: textOf(check.minimum),
    maximum: textOf(check.maximum),
    threshold: textOf(check.threshold),
    language: check.language ?? "",
    pattern: check.pattern ?? "",
    phrases: toLines(check.phrases ?? []),
    when: check.when ?? "always",
    scope: check.scope ?? "",
  };
}

export function fromCheckRow(row: CheckRow): JsonObject {
  const phrases = fromLines(row.phrases);
  return {
    check: row.check,
    ...(row.action === "warn" && { action: row.action }),
    ...(row.field && { field: row.field }),
    ...(row.of && { of: row.of }),
    ...(row.fields.length > 0 && { fields: row.fields }),
    ...numbers(row),
    ...(row.language && { language: row.language }),
    ...(row.pattern && { pattern: row.pattern }),
    ...(phrases.length > 0 && { phrases }),
    ...(row.when === "asked" && { when: row.when }),
    ...(row.scope && { scope: row.scope }),
  };
}

function numbers(row: CheckRow): JsonObject {
  const keys = ["minimum", "maximum", "threshold"] as const;
  return Object.fromEntries(keys.flatMap((key) => (row[key].trim() === "" ? [] : [[key, numberOf(row[key])]])));
}

/** The settings that the check has, and those that are set although it has them not: they can be taken away. */
export function settingsOf(row: CheckRow): Setting[] {
  const all: Setting[] = ["field", "of", "fields", "minimum", "maximum", "threshold", "language", "pattern", "phrases", "when", "scope"];
  const own = CHECKS[row.check].settings;
  return [...own, ...all.filter((setting) => !own.includes(setting) && isSet(row, setting))];
}

function isSet(row: CheckRow, setting: Setting): boolean {
  if (setting === "when") return row.when !== "always";
  return row[setting].length > 0;
}
