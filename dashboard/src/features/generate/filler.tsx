/** Fills the form in from a past batch, a preset or a template that the address names; then the address is plain again. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { useEffect, useRef } from "react";
import { Link, useNavigate } from "react-router";
import { Page } from "@/components/page";
import { Empty, Failure, Loading } from "@/components/states";
import { useToasts } from "@/components/toasts";
import { useBatch } from "@/lib/api/batches";
import { usePresets } from "@/lib/api/presets";
import type { Template } from "@/lib/api/templates";
import { drafts, EMPTY, type Draft } from "./draft-store";
import { batchToForm } from "./model/batch-to-order";
import { BLANK } from "./model/form";
import { presetDraft } from "./presets/preset-draft";

interface FillerProps {
  params: URLSearchParams;
  templates: Template[];
}

export function Filler({ params, templates }: FillerProps) {
  const again = params.get("again");
  const preset = params.get("preset");
  if (again) return <FromBatch batchId={again} templates={templates} />;
  if (preset) return <FromPreset presetId={preset} />;
  return <Put draft={{ ...EMPTY, form: { ...BLANK, template: params.get("template") ?? "" } }} />;
}

function FromBatch({ batchId, templates }: { batchId: string; templates: Template[] }) {
  const { data: batch, error, refetch } = useBatch(batchId);
  if (!batch) return <Waiting error={error} onRetry={() => void refetch()} />;
  if (batch.kind === "enrichment") {
    return (
      <Page title="Generate">
        <Empty title="An enrichment cannot be ordered here" action={<Begin />}>
          {batch.name ?? batchId} worked on samples that there are. Start another one from the dataset.
        </Empty>
      </Page>
    );
  }
  const origin = { kind: "batch", id: batchId, name: batch.name ?? batchId, seed: batch.seed } as const;
  return <Put draft={{ form: batchToForm(batch, templates), origin, attempt: null }} />;
}

function FromPreset({ presetId }: { presetId: string }) {
  const { data, error, refetch } = usePresets();
  const preset = data?.find((one) => one.preset_id === presetId);
  if (!data) return <Waiting error={error} onRetry={() => void refetch()} />;
  if (preset) return <Put draft={presetDraft(preset)} />;
  return (
    <Page title="Generate">
      <Empty title="There is no such preset" action={<Begin />}>
        It may have been deleted. The order that you were writing is still there.
      </Empty>
    </Page>
  );
}

function Waiting({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <Page title="Generate">
      {error ? (
        <Stack spacing={2} sx={{ alignItems: "flex-start" }}>
          <Failure error={error} onRetry={onRetry} />
          <Begin />
        </Stack>
      ) : (
        <Loading rows={8} label="Filling in the form" />
      )}
    </Page>
  );
}

function Begin() {
  return (
    <Button component={Link} to="/generate" variant="outlined">
      To the form
    </Button>
  );
}

/** Puts the draft in place of the one that was there, which can be had back. */
function Put({ draft }: { draft: Draft }) {
  const navigate = useNavigate();
  const toasts = useToasts();
  const done = useRef(false);
  useEffect(() => {
    if (done.current) return;
    done.current = true;
    const before = drafts.get();
    if (!drafts.isBlank()) toasts.info("The order that you were writing was replaced.", { label: "Undo", run: () => drafts.put(before) });
    drafts.put(draft);
    void navigate("/generate", { replace: true });
  });
  return null;
}
