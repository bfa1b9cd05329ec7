/** Try the template, or its unsaved draft, with a few real samples. It says whom it calls, and what that cost. */
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useMemo, useState } from "react";
import { Panel } from "@/components/page";
import { Empty, Failure } from "@/components/states";
import { useProviders } from "@/lib/api/providers";
import type { Template } from "@/lib/api/templates";
import { counted } from "@/lib/format";
import { Problem } from "@/lib/problem";
import type { DraftState } from "../draft/use-draft";
import { Faults } from "../model/faults";
import { UNNAMED } from "../model/blank";
import { placeOf } from "../model/places";
import { PreviewAnswerView } from "./preview-answer";
import { PreviewFields } from "./preview-fields";
import { FIRST_FORM, wantedOf } from "./preview-form";
import type { PreviewState } from "./use-preview";

interface PreviewTabProps {
  template: Template | null;
  draft: DraftState;
  preview: PreviewState;
}

export function PreviewTab({ template, draft, preview }: PreviewTabProps) {
  const [form, setForm] = useState(FIRST_FORM);
  const { data: service } = useProviders();
  const unsaved = template === null || draft.dirty;
  const { definition } = draft;
  const ofSamples = template?.needs.includes("sample") ?? false;
  const faults = useMemo(() => new Faults(preview.error instanceof Problem ? preview.error.errors : []), [preview.error]);
  const provider = service?.providers.find((one) => one.name === (form.provider || service.default));
  const run = () => {
    const wanted = wantedOf(form, draft.form.parameters);
    if (unsaved && definition) preview.run({ wanted, of: { ...definition, name: definition.name || UNNAMED } });
    else if (template) preview.run({ wanted, of: template.template_id });
  };

  if (ofSamples) return <Panel><Empty title="This template works on samples that there are">An enrichment cannot be tried on its own. The Edit tab renders it with a sample that you type.</Empty></Panel>;
  return (
    <Stack spacing={2}>
      <Panel title="Try it">
        <Stack spacing={2}>
          <Typography color="textSecondary">
            {unsaved ? "Tries your unsaved draft." : `Tries version ${template.version}.`} {counted(form.count, "sample")} {form.count === 1 ? "takes" : "take"} at least {counted(form.count, "call")} of{" "}
            {provider ? `${provider.name}${form.model || provider.default_model ? ` (${form.model || provider.default_model})` : ""}` : "the provider"}
            {provider?.demo ? ", which is built in and free." : "; they use its quota and cost what they cost."} Nothing is stored.
          </Typography>
          <PreviewFields form={form} change={(patch) => setForm((before) => ({ ...before, ...patch }))} providers={service?.providers ?? []} standard={service?.default ?? ""} parameters={draft.form.parameters.filter((row) => row.name)} faults={faults} />
          <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
            <Button variant="contained" onClick={run} disabled={preview.busy || (unsaved && !definition)}>
              Make {counted(form.count, "sample")}
            </Button>
            {preview.busy && <Button onClick={preview.cancel}>Cancel</Button>}
            {unsaved && !definition && <Typography color="error">A part of the draft cannot be read; the Edit tab says which.</Typography>}
          </Stack>
          {preview.busy && <LinearProgress aria-label="Making samples" />}
        </Stack>
      </Panel>
      {preview.cancelled && <Alert severity="info" variant="outlined">Cancelled. Calls that were under way may have cost something.</Alert>}
      {preview.error != null && <PreviewFailure error={preview.error} onRetry={run} />}
      {preview.answer && <PreviewAnswerView answer={preview.answer} kind={draft.form.kind} />}
    </Stack>
  );
}

/** Faults of the definition have no field in this tab: they are named with their places. */
function PreviewFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const places = error instanceof Problem ? error.errors.filter((fault) => fault.pointer.startsWith("/definition")) : [];
  if (places.length === 0) return <Failure error={error} onRetry={onRetry} />;
  return (
    <Alert severity="error" variant="outlined">
      {places.map(({ pointer, detail }, at) => (
        <div key={at}>
          {placeOf(pointer.slice("/definition".length)).label}: {detail}
        </div>
      ))}
    </Alert>
  );
}
