/** The current batch large. Each figure listens for itself, so that a sample that arrives draws the figures and not the page. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { BatchActions } from "@/components/batch-actions/batch-actions";
import { LiveText } from "@/components/live-text";
import { Moment } from "@/components/moment";
import { Figure, Panel } from "@/components/page";
import { BatchProgress } from "@/components/progress";
import { QuotaGauge } from "@/components/quota-gauge";
import { BatchStatusChip, DemoChip } from "@/components/status-chip";
import { acceptance, forecastUsd } from "@/lib/cost";
import { compact, count, counted, duration, NONE, percent, perMinute, usd } from "@/lib/format";
import type { Batch } from "@/lib/live";

export function CurrentBatch({ batch }: { batch: Batch }) {
  const address = `/batches/${batch.batch_id}`;
  return (
    <Panel>
      <Stack direction="row" sx={{ alignItems: "center", gap: 1, flexWrap: "wrap", mb: 1.5 }}>
        <Typography variant="h2" sx={{ overflowWrap: "anywhere" }}>
          <Link component={RouterLink} to={address} color="inherit" underline="hover">
            {batch.name ?? batch.topic_filter ?? batch.batch_id}
          </Link>
        </Typography>
        <BatchStatusChip batch={batch} />
        {batch.demo && <DemoChip />}
        <Box sx={{ flex: 1 }} />
        {batch.samples_generated > 0 && (
          <Button component={RouterLink} to={`/dataset/review?batch_id=${batch.batch_id}`} size="small">
            Review samples
          </Button>
        )}
        <Button component={RouterLink} to={address} size="small">
          Details
        </Button>
      </Stack>
      <BatchProgress batch={batch} large />
      {batch.batch_id !== null && (
        <Box sx={{ mt: 1 }}>
          <BatchActions batch={batch} />
        </Box>
      )}
      <Box sx={{ display: "grid", gap: 2, mt: 2, gridTemplateColumns: "repeat(auto-fill, minmax(96px, 1fr))" }}>
        <Figures batch={batch} />
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ mt: 2, overflowWrap: "anywhere" }}>
        {batch.template ?? "Legal Q&A"} with {batch.provider} / {batch.model}, {batch.started_at ? "began" : "asked for"} <Moment at={batch.started_at ?? batch.created_at} />
      </Typography>
      <Reason batch={batch} />
      {batch.status === "running" && (
        <Box sx={{ mt: 2, maxWidth: 640 }}>
          <Typography variant="h3" sx={{ mb: 1 }}>
            Quota
          </Typography>
          <QuotaGauge batch={batch} />
        </Box>
      )}
    </Panel>
  );
}

function Figures({ batch }: { batch: Batch }) {
  const text = (say: (batch: Batch) => string) => <LiveText batch={batch} say={say} />;
  return (
    <>
      <Figure label="Rate" value={text(rate)} hint={text(callsOut)} />
      <Figure label="Time left" value={text(timeLeft)} />
      <Figure label="Accepted" value={text(accepted)} hint={text(notAccepted)} />
      <Figure label="Cost so far" value={text(cost)} hint={text(forecast)} />
      <Figure label="Tokens" value={text(tokensUsed)} hint={text(tokensEach)} />
    </>
  );
}

const runs = (batch: Batch) => batch.status === "running";
const rate = (batch: Batch) => (runs(batch) ? perMinute(batch.rate_per_minute) : NONE);
const callsOut = (batch: Batch) => (runs(batch) ? `${counted(batch.in_flight, "call")} out` : "");
const timeLeft = (batch: Batch) => (runs(batch) ? duration(batch.eta_s) : NONE);
const accepted = (batch: Batch) => percent(acceptance(batch.samples_generated, batch.rejected_count));
const notAccepted = (batch: Batch) => `${count(batch.rejected_count)} refused, ${count(batch.failed_count)} failed`;
const cost = (batch: Batch) => usd(batch.cost_usd);
const tokensUsed = (batch: Batch) => compact(batch.total_tokens);
const tokensEach = (batch: Batch) => (batch.samples_generated > 0 ? `${compact(batch.total_tokens / batch.samples_generated)} a sample` : "");

function forecast(batch: Batch): string {
  if (batch.cost_usd == null) return "no price known";
  const whole = forecastUsd(batch.cost_usd, batch.samples_generated, batch.target_count);
  return whole != null && runs(batch) ? `${usd(whole)} in all` : "";
}

function Reason({ batch }: { batch: Batch }) {
  const reason = batch.pause_reason ?? (batch.status === "failed" ? batch.end_reason : null);
  if (!reason) return null;
  return (
    <Alert severity={batch.status === "failed" ? "error" : "warning"} variant="outlined" sx={{ mt: 2 }}>
      {reason}
    </Alert>
  );
}
