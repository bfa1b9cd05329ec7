/** Whether an LLM scores each candidate: by the template's rubric, by that of a loaded order, or not at all. */
import MenuItem from "@mui/material/MenuItem";
import { counted } from "@/lib/format";
import { useForm, useGenerate } from "../generate-context";
import type { JudgeChoice } from "../model/form";
import { Field } from "./field";

export function JudgeField() {
  const { change, definition } = useGenerate();
  const judge = useForm((form) => form.judge);
  const ownJudge = useForm((form) => form.ownJudge);
  const criteria = definition?.judge?.rubric.length ?? 0;
  const own = ownJudge?.rubric.length ?? 0;
  return (
    <Field
      place="/judge"
      select
      label="Judge"
      value={judge}
      onChange={(event) => change({ judge: event.target.value as JudgeChoice })}
      helperText={criteria + own > 0 ? "An LLM scores each candidate, with calls of its own." : "This template has no judge, so that none is called."}
    >
      <MenuItem value="template">{criteria ? `The template's: ${counted(criteria, "criterion", "criteria")}` : "As the template says: none"}</MenuItem>
      <MenuItem value="none">None</MenuItem>
      {ownJudge && <MenuItem value="own">This order&apos;s own: {counted(own, "criterion", "criteria")}</MenuItem>}
    </Field>
  );
}
