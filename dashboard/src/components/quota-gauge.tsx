/** How much of the provider's quota is used up, and what the next call waits for, until when. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import LinearProgress from "@mui/material/LinearProgress";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import type { Schemas } from "@/lib/api/client";
import { compact, duration } from "@/lib/format";

type Quota = Schemas["QuotaView"];

export function QuotaGauge({ quota }: { quota: Quota }) {
  const { per_minute, per_day, waiting_s, why } = quota;
  return (
    <Stack spacing={1.5}>
      <Gauge name="Requests, this minute" unit="requests" {...per_minute.requests} />
      <Gauge name="Tokens, this minute" unit="tokens" {...per_minute.tokens} />
      {per_day.requests.limit != null && <Gauge name="Requests, today" unit="requests" {...per_day.requests} />}
      {per_day.tokens.limit != null && <Gauge name="Tokens, today" unit="tokens" {...per_day.tokens} />}
      {why && waiting_s > 0 && (
        <Alert severity="info" variant="outlined" icon={false} sx={{ py: 0 }}>
          Waits {duration(Math.max(1, waiting_s))} for {why}, <Until key={waiting_s} seconds={waiting_s} />.
        </Alert>
      )}
    </Stack>
  );
}

/** The moment in so many seconds, counted from when this was first shown. */
function Until({ seconds }: { seconds: number }) {
  const [end] = useState(() => new Date(Date.now() + seconds * 1000));
  return <>until {end.toLocaleTimeString("en-GB")}</>;
}

interface GaugeProps {
  name: string;
  unit: string;
  used: number;
  limit: number | null;
}

export function Gauge({ name, unit, used, limit }: GaugeProps) {
  const share = limit ? Math.min(1, used / limit) : 0;
  return (
    <Box>
      <Stack direction="row" sx={{ justifyContent: "space-between", gap: 1 }}>
        <Typography variant="body2" color="textSecondary">
          {name}
        </Typography>
        <Typography variant="body2" sx={{ fontVariantNumeric: "tabular-nums" }}>
          {compact(used)} / {limit == null ? "no limit" : `${compact(limit)} ${unit}`}
        </Typography>
      </Stack>
      <LinearProgress variant="determinate" value={share * 100} aria-label={name} color={share >= 1 ? "warning" : "primary"} sx={{ height: 6, borderRadius: 3 }} />
    </Box>
  );
}
