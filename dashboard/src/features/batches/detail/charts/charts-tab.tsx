/** The batch in pictures. The only door to the charts' library: it is loaded when this tab is first opened. */
import Box from "@mui/material/Box";
import { Figure } from "@/components/page";
import { Loading, Shown } from "@/components/states";
import { useAnalytics, type Analytics } from "@/lib/api/analytics";
import type { BatchWithItems } from "@/lib/api/batches";
import { count, duration, milliseconds, perMinute, usd } from "@/lib/format";
import { RejectionReasons, Scores } from "./quality-charts";
import { RequestsPerMinute, SamplesOverTime, TokensPerMinute } from "./time-charts";

const GRID = { display: "grid", gap: 2, alignItems: "start", gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "repeat(2, minmax(0, 1fr))" } } as const;

export default function ChartsTab({ batch }: { batch: BatchWithItems }) {
  const query = useAnalytics(batch.batch_id ?? "", batch.status === "running");
  return (
    <Shown query={query} loading={<Loading rows={3} height={220} />}>
      {(analytics) => (
        <Box sx={GRID}>
          <Key analytics={analytics} />
          <Box sx={{ gridColumn: "1 / -1", minWidth: 0 }}>
            <SamplesOverTime series={analytics.series} />
          </Box>
          <RequestsPerMinute series={analytics.series} limit={analytics.limits.requests_per_minute} />
          <TokensPerMinute series={analytics.series} limit={analytics.limits.tokens_per_minute} />
          <RejectionReasons rejections={analytics.rejections} />
          <Scores scores={analytics.scores} />
        </Box>
      )}
    </Shown>
  );
}

function Key({ analytics }: { analytics: Analytics }) {
  const { latency_ms: latency } = analytics;
  return (
    <Box sx={{ gridColumn: "1 / -1", display: "grid", gap: 1.5, gridTemplateColumns: "repeat(auto-fill, minmax(min(9.5rem, 45%), 1fr))" }}>
      <Figure label="Time at work" value={duration(analytics.active_s)} />
      <Figure label="of it waiting" value={duration(analytics.waiting_s)} />
      <Figure label="Samples" value={perMinute(analytics.rate_per_minute)} />
      <Figure label="Cost per sample" value={usd(analytics.cost_per_accepted_usd)} />
      <Figure label="Tokens per sample" value={count(analytics.tokens_per_accepted)} />
      <Figure label="Duplicates" value={count(analytics.duplicates)} />
      <Figure label="Answer, half within" value={milliseconds(latency?.p50)} hint={latency && `99 of 100 within ${milliseconds(latency.p99)}`} />
    </Box>
  );
}
