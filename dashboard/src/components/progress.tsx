/** Progress as a bar with its numbers beside it: accepted samples of the target. */
import Box from "@mui/material/Box";
import LinearProgress from "@mui/material/LinearProgress";
import Typography from "@mui/material/Typography";
import { count, percent } from "@/lib/format";
import { useLiveBatch, type Batch } from "@/lib/live";

interface ProgressProps {
  done: number;
  total: number;
  label: string;
  /** Numbers under the bar instead of beside it. */
  large?: boolean;
  color?: "primary" | "success" | "warning" | "error" | "inherit";
}

export function Progress({ done, total, label, large = false, color = "primary" }: ProgressProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <Box sx={{ display: "flex", alignItems: large ? "stretch" : "center", flexDirection: large ? "column" : "row", gap: 1, width: "100%", minWidth: 0 }}>
      <LinearProgress
        variant="determinate"
        value={share * 100}
        color={color}
        aria-label={label}
        aria-valuetext={`${count(done)} of ${count(total)}`}
        sx={{ flex: 1, minWidth: 40, height: large ? 10 : 6, minHeight: large ? 10 : 6, borderRadius: 5 }}
      />
      <Typography variant={large ? "body1" : "body2"} component="span" noWrap sx={{ fontVariantNumeric: "tabular-nums" }}>
        {count(done)} / {count(total)}
        {large && ` samples, ${percent(share)}`}
      </Typography>
    </Box>
  );
}

const BAR_COLOURS = { completed: "success", failed: "error", stopped: "inherit", paused: "warning", queued: "inherit", running: "primary" } as const;

/** A batch's progress, live while it runs; only this is drawn anew when a sample arrives. */
export function BatchProgress({ batch, large = false }: { batch: Batch; large?: boolean }) {
  const { samples_generated, target_count, status, name, batch_id } = useLiveBatch(batch);
  return <Progress done={samples_generated} total={target_count} label={`Progress of ${name ?? batch_id}`} large={large} color={BAR_COLOURS[status] ?? "primary"} />;
}
