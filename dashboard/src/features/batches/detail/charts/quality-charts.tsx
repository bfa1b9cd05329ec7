/** Why answers were refused, and how the accepted ones were scored. */
import { BarChart } from "@mui/x-charts/BarChart";
import type { Analytics } from "@/lib/api/analytics";
import { compact, count, counted, percent, plain } from "@/lib/format";
import { CHART_PX, ChartCard } from "./chart-card";
import { scoreRanges } from "./series";

const MARGIN = { left: 4, right: 16, top: 8, bottom: 4 };
const MOST_REASONS = 10;

export function RejectionReasons({ rejections }: { rejections: Analytics["rejections"] }) {
  const total = rejections.reduce((sum, one) => sum + one.count, 0);
  const shown = rejections.slice(0, MOST_REASONS);
  const more = rejections.length > shown.length ? ` The ${MOST_REASONS} most frequent of ${rejections.length}; the table has all.` : "";
  return (
    <ChartCard
      title="Rejection reasons"
      about={`${counted(total, "refused answer")} by reason.${more}`}
      empty={total ? null : "No answer was refused so far."}
      table={{ columns: ["Reason", "Answers", "Share"], rows: rejections.map(({ reason, count: many }) => [plain(reason), count(many), percent(many / total)]) }}
    >
      <BarChart
        layout="horizontal"
        height={CHART_PX}
        margin={MARGIN}
        skipAnimation
        hideLegend
        yAxis={[{ data: shown.map((one) => plain(one.reason)), scaleType: "band", width: 130, disableTicks: true, categoryGapRatio: shown.length < 4 ? 0.6 : 0.3 }]}
        xAxis={[{ label: "answers", height: 44, tickMinStep: 1 }]}
        series={[{ data: shown.map((one) => one.count), label: "Answers", color: "var(--mui-palette-warning-main)" }]}
        grid={{ vertical: true }}
      />
    </ChartCard>
  );
}

export function Scores({ scores }: { scores: Analytics["scores"] }) {
  const ranges = scoreRanges(scores.buckets);
  const mean = scores.mean === null ? "" : ` Their mean is ${scores.mean.toFixed(2)}.`;
  return (
    <ChartCard
      title="Scores of accepted samples"
      about={`${counted(scores.scored, "sample")} by score: of the judge where there is one, else 1 less 0.1 for each warning.${mean}`}
      empty={scores.scored ? null : "No sample has a score yet."}
      table={{ columns: ["Score", "Samples"], rows: ranges.map(({ range, count: many }) => [range, count(many)]) }}
    >
      <BarChart
        height={CHART_PX}
        margin={MARGIN}
        skipAnimation
        hideLegend
        xAxis={[{ data: ranges.map(({ range }) => range), scaleType: "band", label: "score", height: 48 }]}
        yAxis={[{ label: "samples", width: 76, valueFormatter: (value: number) => compact(value), tickMinStep: 1 }]}
        series={[{ data: ranges.map(({ count: many }) => many), label: "Samples", color: "var(--mui-palette-primary-main)" }]}
        grid={{ horizontal: true }}
      />
    </ChartCard>
  );
}
