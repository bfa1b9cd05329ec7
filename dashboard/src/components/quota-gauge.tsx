/** How much of the provider's quota is used up, and what the next call waits for, until when. Only bars and numbers move. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { useState, type CSSProperties } from "react";
import type { Schemas } from "@/lib/api/client";
import { compact, duration } from "@/lib/format";
import { useLive, useLiveValue, type Batch } from "@/lib/live";
import { Bar } from "./bar";

type Quota = Schemas["QuotaView"];
type Budget = Schemas["Budget"];

interface Budgeted {
  name: string;
  unit: string;
  of: (quota: Quota) => Budget;
}

const ALWAYS: readonly Budgeted[] = [
  { name: "Requests, this minute", unit: "requests", of: (quota) => quota.per_minute.requests },
  { name: "Tokens, this minute", unit: "tokens", of: (quota) => quota.per_minute.tokens },
];
const IF_LIMITED: readonly Budgeted[] = [
  { name: "Requests, today", unit: "requests", of: (quota) => quota.per_day.requests },
  { name: "Tokens, today", unit: "tokens", of: (quota) => quota.per_day.tokens },
];

/** The gauges of a running batch, and nothing for others. */
export function QuotaGauge({ batch }: { batch: Batch }) {
  const shown = useLiveValue(batch, (now) => (now.quota ? ALWAYS.length + IF_LIMITED.filter((one) => now.quota && one.of(now.quota).limit != null).length : 0));
  if (shown === 0 || batch.status !== "running") return null;
  const budgets = [...ALWAYS, ...IF_LIMITED.filter((one) => batch.quota && one.of(batch.quota).limit != null)];
  return (
    <Stack spacing={1.5}>
      {budgets.map((one) => (
        <LiveGauge key={one.name} batch={batch} budget={one} />
      ))}
      <Waiting batch={batch} />
    </Stack>
  );
}

function LiveGauge({ batch, budget }: { batch: Batch; budget: Budgeted }) {
  const used = useLive(batch.batch_id, (live) => (live?.quota ? budget.of(live.quota).used : null));
  const first = batch.quota ? budget.of(batch.quota) : { used: 0, limit: null };
  return <Gauge name={budget.name} unit={budget.unit} used={used ?? first.used} limit={first.limit} />;
}

interface GaugeProps {
  name: string;
  unit: string;
  used: number;
  limit: number | null;
}

export function Gauge({ name, unit, used, limit }: GaugeProps) {
  const text = `${compact(used)} / ${limit == null ? "no limit" : `${compact(limit)} ${unit}`}`;
  return (
    <div>
      <div style={LINE}>
        <span style={QUIET}>{name}</span>
        <span>{text}</span>
      </div>
      {limit != null && <Bar share={used / Math.max(1, limit)} label={name} text={text} colour={used >= limit ? "warning" : "primary"} />}
    </div>
  );
}

const LINE: CSSProperties = { display: "flex", justifyContent: "space-between", gap: 8, fontSize: "0.875rem", lineHeight: 1.6 };
const QUIET: CSSProperties = { color: "var(--mui-palette-text-secondary)" };

/** What holds the next call up. */
function Waiting({ batch }: { batch: Batch }) {
  const why = useLiveValue(batch, (now) => (now.quota && now.quota.waiting_s > 0 ? now.quota.why : null));
  if (!why) return null;
  return (
    <Box sx={{ border: 1, borderColor: "info.main", borderRadius: 1, px: 1.5, py: 0.75, typography: "body2" }}>
      <WaitingText batch={batch} why={why} />
    </Box>
  );
}

function WaitingText({ batch, why }: { batch: Batch; why: string }) {
  const seconds = useLiveValue(batch, (now) => Math.ceil(now.quota?.waiting_s ?? 0));
  return (
    <>
      Waits {duration(Math.max(1, seconds))} for {why}, <Until key={seconds} seconds={seconds} />.
    </>
  );
}

/** The moment in so many seconds, counted from when this was first shown. */
function Until({ seconds }: { seconds: number }) {
  const [end] = useState(() => new Date(Date.now() + seconds * 1000));
  return <>until {end.toLocaleTimeString("en-GB")}</>;
}
