/** The editor: its sections at the left, the live rendering at the right, and saving at the foot. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { useCallback, useMemo, useState } from "react";
import type { DraftState } from "../draft/use-draft";
import type { Saving } from "../draft/use-saving";
import { Faults } from "../model/faults";
import { fieldNames } from "../model/schema-rows";
import { RenderPanel } from "../render/render-panel";
import { firstValues, wantedOf, type SampleValues } from "../render/sample-values";
import { useRendered } from "../render/use-rendered";
import { AboutSection } from "./about-section";
import { ChecksSection } from "./checks-section";
import { JudgeSection } from "./judge-section";
import { MoreSection } from "./more-section";
import { ParametersSection } from "./parameters-section";
import { PromptSection } from "./prompt-section";
import { SampleSection } from "./sample-section";
import { SaveBar } from "./save-bar";
import { SectionsContext } from "./section";
import { TopicsSection } from "./topics-section";
import { useSections } from "./use-sections";

interface EditTabProps {
  draft: DraftState;
  saving: Saving;
  builtIn: boolean;
}

/** Those that every template has; the service adds the draft's own. */
const ALWAYS = ["angle", "difficulty", "framing", "instruction", "row", "sample", "source", "source_title", "steps", "topic"];
const NONE: readonly string[] = [];

export function EditTab({ draft, saving, builtIn }: EditTabProps) {
  const { form, update } = draft;
  const isNew = draft.opened.version === null;
  const [values, setValues] = useState(() => firstValues(form.system + form.user));
  const parameters = useStable(form.parameters.map((row) => row.name).filter(Boolean));
  const names = useStable(fieldNames(form.schema));
  const { wanted, faults: unreadable } = useMemo(() => {
    return wantedOf(values, parameters, new Set(form.parameters.filter((row) => row.form === "range").map((row) => row.name)));
  }, [values, parameters, form.parameters]);
  const rendering = useRendered(draft.definition, wanted);
  const wrong = useStable([...draft.faults, ...(draft.definition ? rendering.faults.definition : []), ...saving.faults]);
  const faults = useMemo(() => new Faults(wrong), [wrong]);
  const valueFaults = useMemo(
    () => new Faults([...rendering.faults.values, ...Object.entries(unreadable).map(([key, detail]) => ({ pointer: `/${key}`, detail }))]),
    [rendering.faults, unreadable],
  );
  const used = rendering.last?.variables ?? NONE;
  const available = useStable([...new Set([...parameters, ...(rendering.last?.available ?? ALWAYS)])]);
  const unused = useStable(rendering.current ? parameters.filter((name) => !used.includes(name)) : []);
  const sections = useSections(isNew);
  const change = useCallback((patch: Partial<SampleValues>) => setValues((before) => ({ ...before, ...patch })), []);

  return (
    <SectionsContext value={sections}>
      <Box sx={{ display: "grid", gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1.15fr) minmax(0, 1fr)" }, gap: 2, alignItems: "start" }}>
        <Stack spacing={1.5} component="form" aria-label="Template" noValidate onSubmit={(event) => event.preventDefault()}>
          <AboutSection name={form.name} kind={form.kind} description={form.description} isNew={isNew} update={update} faults={faults} />
          <PromptSection system={form.system} user={form.user} available={available} used={used} update={update} faults={faults} />
          <SampleSection schema={form.schema} identity={form.identity} names={names} update={update} faults={faults} />
          <ParametersSection parameters={form.parameters} unused={unused} update={update} faults={faults} />
          <TopicsSection taxonomy={form.taxonomy} framings={form.framings} update={update} faults={faults} />
          <ChecksSection checks={form.checks} names={names} parameters={parameters} update={update} faults={faults} />
          <JudgeSection judge={form.judge} update={update} faults={faults} />
          <MoreSection maxTokens={form.maxTokens} temperature={form.temperature} examples={form.examples} small={form.small} update={update} faults={faults} />
        </Stack>
        <Box sx={{ position: { lg: "sticky" }, top: 16, maxHeight: { lg: "calc(100vh - 96px)" }, overflow: "auto" }}>
          <RenderPanel
            parameters={form.parameters}
            outline={form.taxonomy.outline}
            hasSmall={form.small.trim() !== ""}
            rendering={rendering}
            faults={faults}
            valueFaults={valueFaults}
            unused={unused}
            values={values}
            change={change}
            onGo={sections.goTo}
          />
        </Box>
      </Box>
      <SaveBar draft={draft} saving={saving} faults={faults} builtIn={builtIn} onGo={sections.goTo} />
    </SectionsContext>
  );
}

/** The same list as long as its entries are the same, so that sections are drawn anew only when they change. */
function useStable<T>(list: readonly T[]): readonly T[] {
  const key = JSON.stringify(list);
  return useMemo(() => JSON.parse(key) as T[], [key]);
}
