/** What a preview is asked for, from what people chose. */
import type { PreviewWanted } from "@/lib/api/templates";
import type { ParameterRow } from "../model/form";
import { parametersOf } from "../render/sample-values";

export interface PreviewForm {
  count: number;
  topic: string;
  difficulty: "" | "basic" | "intermediate" | "advanced";
  instruction: string;
  parameters: Record<string, string>;
  provider: string;
  model: string;
  sourceId: string;
}

export const FIRST_FORM: PreviewForm = { count: 1, topic: "", difficulty: "", instruction: "", parameters: {}, provider: "", model: "", sourceId: "" };

export function wantedOf(form: PreviewForm, rows: readonly ParameterRow[]): PreviewWanted {
  return {
    count: form.count,
    ...(form.topic.trim() && { topic: form.topic.trim() }),
    ...(form.difficulty && { difficulty: form.difficulty }),
    ...(form.instruction.trim() && { reasoning_instruction: form.instruction.trim() }),
    ...parametersOf(
      form.parameters,
      rows.map((row) => row.name),
      new Set(rows.filter((row) => row.form === "range").map((row) => row.name)),
    ),
    ...(form.provider && { provider: form.provider as PreviewWanted["provider"] }),
    ...(form.model.trim() && { model: form.model.trim() }),
    ...(form.sourceId && { source_id: form.sourceId }),
  };
}
