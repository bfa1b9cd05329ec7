/** A model that scores each candidate by a rubric. */
import FormControlLabel from "@mui/material/FormControlLabel";
import Stack from "@mui/material/Stack";
import Switch from "@mui/material/Switch";
import { memo } from "react";
import { counted } from "@/lib/format";
import type { Update } from "../draft/use-draft";
import type { Faults } from "../model/faults";
import { newId, type CriterionRow, type JudgeForm } from "../model/form";
import { Choice, TextLine } from "./fields";
import { Line, Rows } from "./rows";
import { Section } from "./section";

interface JudgeSectionProps {
  judge: JudgeForm | null;
  update: Update;
  faults: Faults;
}

const PROVIDERS = [
  ["", "That of the batch"],
  ["groq", "groq"],
  ["openai_compatible", "openai_compatible"],
  ["embedded", "embedded"],
] as const;

const emptyCriterion = (): CriterionRow => ({ id: newId(), name: "", description: "", weight: "" });
const newJudge = (): JudgeForm => ({ rubric: [{ ...emptyCriterion(), name: "correct" }], threshold: "", provider: "", model: "" });

export const JudgeSection = memo(function JudgeSection({ judge, update, faults }: JudgeSectionProps) {
  const change = (patch: Partial<JudgeForm>) => update("judge", (before) => (before ? { ...before, ...patch } : before));
  const summary = judge ? counted(judge.rubric.length, "criterion", "criteria") : "none";
  return (
    <Section id="judge" title="Judge" summary={summary} faults={faults}>
      <Stack spacing={2}>
        <FormControlLabel
          control={<Switch checked={judge !== null} onChange={(_, on) => update("judge", on ? newJudge() : null)} />}
          label="A model scores each candidate; that at least doubles the calls"
        />
        {judge && (
          <>
            <Line min={170}>
              <TextLine label="Threshold, 0 to 1" pointer="/judge/threshold" value={judge.threshold} onChange={(threshold) => change({ threshold })} fault={faults.at("/judge/threshold")} placeholder="0.6" inputMode="decimal" />
              <Choice label="Provider" pointer="/judge/provider" value={judge.provider} onChange={(provider) => change({ provider: provider as JudgeForm["provider"] })} fault={faults.at("/judge/provider")} options={PROVIDERS} />
              <TextLine label="Model" pointer="/judge/model" value={judge.model} onChange={(model) => change({ model })} fault={faults.at("/judge/model")} hint="Empty: that of the batch." />
            </Line>
            <Rows
              rows={judge.rubric}
              noun="criterion"
              nameOf={(row, at) => row.name || String(at + 1)}
              onChange={(rubric) => change({ rubric })}
              make={emptyCriterion}
              faultOf={(_, at) => faults.rest(`/judge/rubric/${at}`, ["name", "description", "weight"])}
            >
              {(row, set, at) => <CriterionEditor row={row} set={set} path={`/judge/rubric/${at}`} faults={faults} />}
            </Rows>
          </>
        )}
      </Stack>
    </Section>
  );
});

function CriterionEditor({ row, set, path, faults }: { row: CriterionRow; set: (patch: Partial<CriterionRow>) => void; path: string; faults: Faults }) {
  return (
    <Stack spacing={1.5}>
      <Line min={150}>
        <TextLine label="Name" pointer={`${path}/name`} value={row.name} onChange={(name) => set({ name })} fault={faults.at(`${path}/name`)} mono required />
        <TextLine label="Weight" pointer={`${path}/weight`} value={row.weight} onChange={(weight) => set({ weight })} fault={faults.at(`${path}/weight`)} placeholder="1" inputMode="decimal" />
      </Line>
      <TextLine label="What earns the full score" pointer={`${path}/description`} value={row.description} onChange={(description) => set({ description })} fault={faults.at(`${path}/description`)} rows={1} required />
    </Stack>
  );
}
