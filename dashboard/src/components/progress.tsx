/** Progress as a bar with its numbers beside it: accepted samples of the target. */
import Box from "@mui/material/Box";
import { count, percent } from "@/lib/format";
import { useLiveValue, type Batch } from "@/lib/live";
import { Bar, type BarColour } from "./bar";
import { LiveText } from "./live-text";

interface ProgressProps {
  done: number;
  total: number;
  label: string;
  /** Numbers under a thicker bar. */
  large?: boolean;
  colour?: BarColour;
}

export function Progress({ done, total, label, large = false, colour }: ProgressProps) {
  return (
    <Box sx={large ? UNDER : BESIDE}>
      <Bar share={total > 0 ? done / total : 0} label={label} text={`${count(done)} of ${count(total)}`} height={large ? 10 : 6} colour={colour} />
      <span>
        {count(done)} / {count(total)}
      </span>
    </Box>
  );
}

const COLOURS: Record<string, BarColour> = { completed: "success", failed: "error", stopped: "neutral", paused: "warning", queued: "neutral" };

/** A batch's progress, live while it runs; when a sample arrives only the bar and the number are drawn anew. */
export function BatchProgress({ batch, large = false }: { batch: Batch; large?: boolean }) {
  return (
    <Box sx={large ? UNDER : BESIDE}>
      <LiveBar batch={batch} height={large ? 10 : 6} />
      <span>
        <LiveText batch={batch} say={large ? longText : shortText} />
      </span>
    </Box>
  );
}

function LiveBar({ batch, height }: { batch: Batch; height: number }) {
  const share = useLiveValue(batch, shareOf);
  return <Bar share={share} label={`Progress of ${batch.name ?? batch.batch_id}`} text={percent(share)} height={height} colour={COLOURS[batch.status]} />;
}

function shareOf(batch: Batch): number {
  return batch.target_count > 0 ? batch.samples_generated / batch.target_count : 0;
}

function shortText(batch: Batch): string {
  return `${count(batch.samples_generated)} / ${count(batch.target_count)}`;
}

function longText(batch: Batch): string {
  return `${shortText(batch)} samples, ${percent(shareOf(batch))}`;
}

const NUMBERS = { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" } as const;
const BESIDE = { display: "flex", alignItems: "center", gap: 1, width: "100%", minWidth: 0, typography: "body2", "& > span": NUMBERS } as const;
const UNDER = { display: "flex", flexDirection: "column", gap: 1, width: "100%", minWidth: 0, "& > div": { flex: "none !important" }, "& > span": NUMBERS } as const;
