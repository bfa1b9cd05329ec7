/** What came when, and how much of the quota it took. */
import { BarChart } from "@mui/x-charts/BarChart";
import { ChartsReferenceLine } from "@mui/x-charts/ChartsReferenceLine";
import { LineChart } from "@mui/x-charts/LineChart";
import { useMemo } from "react";
import type { Analytics } from "@/lib/api/analytics";
import { compact, count } from "@/lib/format";
import { CHART_PX, ChartCard } from "./chart-card";
import { axisTop, bucketWords, ratesOf, timeLabel, type Rate } from "./series";

const MARGIN = { left: 4, right: 28, top: 12, bottom: 4 };
const AXIS_PX = 76;
const SERIES = [
  { key: "accepted", label: "Accepted", colour: "var(--mui-palette-success-main)" },
  { key: "rejected", label: "Rejected", colour: "var(--mui-palette-warning-main)" },
  { key: "failed", label: "Failed calls", colour: "var(--mui-palette-error-main)" },
] as const;

export function SamplesOverTime({ series }: { series: Analytics["series"] }) {
  const { buckets, bucket_s } = series;
  const label = useTimeLabel(series);
  const every = bucketWords(bucket_s);
  const times = buckets.map((bucket) => new Date(bucket.at));
  return (
    <ChartCard
      title="Samples over time"
      about={`Answers by what became of them, per ${every}, at the time of the call.`}
      empty={buckets.length ? null : "No call was made yet, or calls are not known any more."}
      table={{ columns: ["Time", ...SERIES.map((one) => one.label)], rows: buckets.map((bucket, place) => [label(times[place]!), ...SERIES.map(({ key }) => count(bucket[key]))]) }}
    >
      <BarChart
        height={CHART_PX}
        margin={MARGIN}
        skipAnimation
        xAxis={[{ data: times, scaleType: "band", valueFormatter: label, height: 28, tickLabelMinGap: 16, disableTicks: true }]}
        yAxis={[{ label: `answers per ${every}`, width: AXIS_PX, tickMinStep: 1 }]}
        series={SERIES.map(({ key, label: name, colour }) => ({ data: buckets.map((bucket) => bucket[key]), label: name, color: colour, stack: "all" }))}
        grid={{ horizontal: true }}
      />
    </ChartCard>
  );
}

interface UseProps {
  series: Analytics["series"];
  limit: number | null;
}

export function RequestsPerMinute({ series, limit }: UseProps) {
  return <UseOverTime title="Requests per minute" unit="requests per minute" field="requests" series={series} limit={limit} />;
}

export function TokensPerMinute({ series, limit }: UseProps) {
  return <UseOverTime title="Tokens per minute" unit="tokens per minute" field="tokens" series={series} limit={limit} />;
}

interface UseOverTimeProps extends UseProps {
  title: string;
  unit: string;
  field: Exclude<keyof Rate, "at">;
}

function UseOverTime({ title, unit, field, series, limit }: UseOverTimeProps) {
  const rates = useMemo(() => ratesOf(series), [series]);
  const label = useTimeLabel(series);
  const values = rates.map((rate) => rate[field]);
  const limitText = limit === null ? "The settings set no limit." : `The dashed line is the limit, ${compact(limit)} ${unit}.`;
  return (
    <ChartCard
      title={title}
      about={`Of this batch alone, over the minute before. ${limitText}`}
      empty={rates.length ? null : "No call was made yet, or calls are not known any more."}
      table={{ columns: ["Time", title], rows: rates.map((rate) => [label(rate.at), count(rate[field])]) }}
    >
      <LineChart
        height={CHART_PX}
        margin={MARGIN}
        skipAnimation
        hideLegend
        xAxis={[{ data: rates.map((rate) => rate.at), scaleType: "time", valueFormatter: label, height: 28, tickLabelMinGap: 16, tickMinStep: series.bucket_s * 1000 }]}
        yAxis={[{ label: unit, width: AXIS_PX, min: 0, max: axisTop(values, limit), valueFormatter: (value: number) => compact(value) }]}
        series={[{ data: values, label: title, color: "var(--mui-palette-primary-main)", showMark: values.length === 1, curve: "linear", valueFormatter: (value) => count(value) }]}
        grid={{ horizontal: true }}
      >
        {limit !== null && axisTop(values, limit) !== undefined && (
          <ChartsReferenceLine y={limit} label={`limit ${compact(limit)}`} lineStyle={{ strokeDasharray: "6 4", stroke: "var(--mui-palette-warning-main)" }} labelAlign="start" />
        )}
      </LineChart>
    </ChartCard>
  );
}

function useTimeLabel({ start_at, end_at, bucket_s }: Analytics["series"]): (at: Date) => string {
  return useMemo(() => {
    const span = start_at && end_at ? Date.parse(end_at) - Date.parse(start_at) : 0;
    return (at: Date) => timeLabel(at, bucket_s, span);
  }, [start_at, end_at, bucket_s]);
}
