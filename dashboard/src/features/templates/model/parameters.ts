/** Parameters as rows: a list of values, a range of whole numbers, or a text that a start gives. */
import type { TemplateParameter } from "@/lib/api/templates";
import type { Fault } from "@/lib/problem";
import { newId, numberOf, textOf, type JsonObject, type ParameterRow } from "./form";
import { fromLines, toLines } from "./lines";

export function toParameterRow(name: string, parameter: TemplateParameter): ParameterRow {
  const { values = [], minimum, maximum } = parameter;
  const form = values.length > 0 ? "list" : minimum != null || maximum != null ? "range" : "text";
  return {
    id: newId(),
    name,
    description: parameter.description ?? "",
    form,
    values: toLines(values),
    minimum: textOf(minimum),
    maximum: textOf(maximum),
    default: textOf(parameter.default),
    open: parameter.open ?? false,
  };
}

export function fromParameterRow(row: ParameterRow): JsonObject {
  const isRange = row.form === "range";
  const standard = isRange ? numberOf(row.default) : row.default.trim() || undefined;
  return {
    ...(row.description && { description: row.description }),
    ...(row.form === "list" && { values: fromLines(row.values) }),
    ...(isRange && { minimum: numberOf(row.minimum) ?? null, maximum: numberOf(row.maximum) ?? null }),
    ...(standard !== undefined && { default: standard }),
    ...(row.open && row.form === "list" && { open: true }),
  };
}

/** What a JSON object could not hold: no name, or the same name twice. */
export function parameterFaults(rows: readonly ParameterRow[]): Fault[] {
  return rows.flatMap(({ name, form, values, minimum, maximum }, at) => {
    if (name === "") return [{ pointer: "/parameters/", detail: "needs a name" }];
    if (rows.findIndex((row) => row.name === name) !== at) return [{ pointer: `/parameters/${name}`, detail: "stands here twice" }];
    // Without these it would turn into a text that a start must give, unasked.
    if (form === "list" && fromLines(values).length === 0) return [{ pointer: `/parameters/${name}/values`, detail: "needs values, one a line" }];
    if (form === "range" && !minimum.trim() && !maximum.trim()) return [{ pointer: `/parameters/${name}/minimum`, detail: "needs a minimum and a maximum" }];
    return [];
  });
}

export function emptyParameter(): ParameterRow {
  return { ...toParameterRow("", {}), form: "list" };
}
