/** Which fields leave and under which names: rows of the form, and what the service takes. Pure. */
import { newKey } from "@/lib/new-key";

export interface Column {
  id: string;
  /** Of the sample. */
  field: string;
  /** In the file; empty means the same. */
  name: string;
}

export type Fields = string[] | Record<string, unknown>;

export function makeColumn(field = "", name = ""): Column {
  return { id: newKey(), field, name: name === field ? "" : name };
}

export function nameOf({ field, name }: Column): string {
  return name.trim() || field.trim();
}

/** A list where nothing gets another name, else a mapping. */
export function fieldsOf(columns: readonly Column[]): Fields {
  const isRenamed = columns.some((column) => nameOf(column) !== column.field.trim());
  if (!isRenamed) return columns.map(({ field }) => field.trim());
  return Object.fromEntries(columns.map((column) => [nameOf(column), column.field.trim()]));
}

export function columnsOf(fields: Fields | null | undefined): Column[] | null {
  if (!fields) return null;
  if (Array.isArray(fields)) return fields.map((field) => makeColumn(field));
  return Object.entries(fields).map(([name, field]) => makeColumn(String(field), name));
}

/** Where the service points at when a row is wrong: its number in a list, its name in a mapping. */
export function pointerOf(columns: readonly Column[], at: number): string {
  const column = columns[at];
  if (!column || Array.isArray(fieldsOf(columns))) return `/fields/${at}`;
  return `/fields/${escaped(nameOf(column))}`;
}

export function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Faults of the rows; `columns` null takes all fields and has none. */
export function columnFaults(columns: readonly Column[] | null): Record<string, string> {
  if (!columns) return {};
  if (!columns.length) return { "/fields": "Add at least one field, or take all." };
  const faults: Record<string, string> = {};
  const seen = new Set<string>();
  columns.forEach((column, at) => {
    const name = nameOf(column);
    if (!column.field.trim()) faults[rowPlace(at)] = "Choose a field";
    else if (seen.has(name)) faults[rowPlace(at)] = `There are two columns ${name}`;
    seen.add(name);
  });
  return faults;
}

/** A place for faults that this page finds itself, before there are names to point by. */
export function rowPlace(at: number): string {
  return `/fields#${at}`;
}

export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const next = [...all];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
}
