/** A batch in figures. Each number watches the live state for itself, so that news draw texts anew and nothing around them. */
import Box from "@mui/material/Box";
import { LiveText } from "@/components/live-text";
import { Figure } from "@/components/page";
import { useAnalytics } from "@/lib/api/analytics";
import type { Batch } from "@/lib/api/batches";
import { compact, count, duration, percent, perMinute, usd } from "@/lib/format";
import { hasEnded } from "@/components/batch-actions/legal";
import { acceptance, costForecast, costText, forecastText } from "./forecast";

const GRID = { display: "grid", gap: 1.5, gridTemplateColumns: "repeat(auto-fill, minmax(min(7rem, 45%), 1fr))" } as const;

export function Figures({ batch }: { batch: Batch }) {
  const running = batch.status === "running";
  const number = (say: (live: Batch) => string) => <LiveText batch={batch} say={say} />;
  return (
    <Box sx={GRID}>
      {running && <Figure label="Rate" value={number((live) => perMinute(live.rate_per_minute))} />}
      {running && <Figure label="Time left" value={number((live) => duration(live.eta_s))} />}
      {!running && <Pace batch={batch} />}
      <Figure label="Accepted" value={number((live) => count(live.samples_generated))} />
      <Figure label="Rejected" value={number((live) => count(live.rejected_count))} />
      <Figure label="Failed calls" value={number((live) => count(live.failed_count))} />
      <Figure label="Acceptance" value={number((live) => percent(acceptance(live)))} />
      <Figure label="Tokens" value={number((live) => compact(live.total_tokens))} hint={judgeTokens(batch)} />
      <Figure
        label={hasEnded(batch) ? "Cost" : "Cost so far"}
        value={number((live) => costText(costForecast(live)))}
        hint={batch.status !== "completed" && number((live) => forecastText(costForecast(live)))}
      />
      {batch.cost.enrichment_usd != null && <Figure label="With enrichments" value={usd(batch.cost.total_usd)} />}
      {running && <Figure label="Calls in flight" value={number((live) => count(live.in_flight))} />}
    </Box>
  );
}

/** Of a batch that does not run: how it went while it did. */
function Pace({ batch }: { batch: Batch }) {
  return batch.started_at && batch.batch_id ? <Measured batchId={batch.batch_id} /> : <Figure label="Time left" value={duration(batch.eta_s)} />;
}

function Measured({ batchId }: { batchId: string }) {
  const { data } = useAnalytics(batchId, false);
  return (
    <>
      <Figure label="Rate at work" value={perMinute(data?.rate_per_minute)} />
      <Figure label="Time at work" value={duration(data?.active_s)} hint={data && data.waiting_s >= 1 ? `${duration(data.waiting_s)} of it waiting` : undefined} />
    </>
  );
}

function judgeTokens(batch: Batch): string | undefined {
  return batch.tokens.judge ? `${compact(batch.tokens.judge)} of them for the judge` : undefined;
}
