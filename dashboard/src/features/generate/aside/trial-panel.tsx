/** Tries the form with one to three real calls, and shows what comes back. */
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { memo, useState } from "react";
import { Panel } from "@/components/page";
import { Failure } from "@/components/states";
import { DemoChip } from "@/components/status-chip";
import type { PreviewAnswer } from "@/lib/api/templates";
import { compact, counted, usd } from "@/lib/format";
import { useChosenProvider } from "../fields/provider-fields";
import { useForm, useGenerate } from "../generate-context";
import { AUTO } from "../model/form";
import { TriedSample } from "./tried-sample";
import { useTrial } from "./use-trial";

const COUNTS = [1, 2, 3];

/** `eachUsd` is what one sample is expected to cost; null while nobody knows. */
export const TrialPanel = memo(function TrialPanel({ eachUsd }: { eachUsd: number | null }) {
  const { template, reference } = useGenerate();
  const model = useForm((form) => form.model);
  const provider = useChosenProvider();
  const [count, setCount] = useState(1);
  const trial = useTrial();
  const where = provider ? `${provider.name}${model || provider.default_model ? ` / ${model || provider.default_model}` : ""}` : "the provider";
  return (
    <Panel title="Try it" beside={trial.data?.demo && <DemoChip />}>
      <Stack spacing={1.5}>
        <Typography variant="body2" color="textSecondary">
          Makes real calls to {where}
          {eachUsd === null ? "." : `, about ${usd(eachUsd)} a sample.`} Nothing is stored, and no batch is made.
        </Typography>
        <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }}>
          <TextField select label="Samples to try" value={count} onChange={(event) => setCount(Number(event.target.value))} disabled={trial.isPending} sx={{ width: "8.5rem" }}>
            {COUNTS.map((one) => (
              <MenuItem key={one} value={one}>
                {one}
              </MenuItem>
            ))}
          </TextField>
          {trial.isPending ? (
            <Button variant="outlined" onClick={trial.cancel}>
              Cancel
            </Button>
          ) : (
            <Button variant="outlined" onClick={() => trial.mutate(count)} disabled={!template || reference === AUTO}>
              Try {counted(count, "sample")}: calls {provider?.name ?? "the provider"}
            </Button>
          )}
        </Stack>
        {trial.isPending && <LinearProgress aria-label="Waiting for the samples" />}
        {trial.isError && !trial.isCancelled && <Failure error={trial.error} />}
        {trial.isCancelled && <Typography color="textSecondary">Given up. Calls that were out by then may count and cost.</Typography>}
        {trial.data && <Answer answer={trial.data} kind={template?.kind} />}
      </Stack>
    </Panel>
  );
});

function Answer({ answer, kind }: { answer: PreviewAnswer; kind: string | undefined }) {
  const { totals, previews } = answer;
  const used = totals.tokens.prompt + totals.tokens.completion + totals.tokens.judge;
  return (
    <Stack spacing={2}>
      <Typography variant="body2" role="status">
        {totals.accepted} of {counted(previews.length, "sample")} accepted, {counted(totals.calls, "call")}, {compact(used)} tokens,{" "}
        {totals.cost_usd === null ? "price not known" : usd(totals.cost_usd)}.
      </Typography>
      {previews.map((one, index) => (
        <TriedSample key={`${answer.seed}-${index}`} tried={one} number={index + 1} kind={kind} />
      ))}
    </Stack>
  );
}
