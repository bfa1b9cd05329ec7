/** What a batch or an export is, by word, colour and sign: never by colour alone. */
import Chip from "@mui/material/Chip";
import Tooltip from "@mui/material/Tooltip";
import type { ChipProps } from "@mui/material/Chip";
import type { Batch } from "@/lib/live";

const COLOURS: Record<string, ChipProps["color"]> = {
  running: "primary",
  completed: "success",
  paused: "warning",
  failed: "error",
  approved: "success",
  rejected: "error",
};

export function StatusChip({ status, label = status, title }: { status: string; label?: string; title?: string | null }) {
  const chip = <Chip label={label} color={COLOURS[status] ?? "default"} variant={status === "running" ? "filled" : "outlined"} />;
  return title ? <Tooltip title={title}>{chip}</Tooltip> : chip;
}

/** A batch's status; a wish that the worker has not obeyed yet is told as such, and a reason is one hover away. */
export function BatchStatusChip({ batch }: { batch: Pick<Batch, "status" | "pausing" | "stopping" | "pause_reason" | "end_reason" | "completed_with_errors"> }) {
  const label = batch.stopping ? "stopping" : batch.pausing ? "pausing" : batch.completed_with_errors ? "failed in part" : batch.status;
  return <StatusChip status={batch.status} label={label} title={batch.pause_reason ?? batch.end_reason} />;
}

export function DemoChip() {
  return (
    <Tooltip title="Made by the built-in demo model: it shows the pipeline and must not be trained on.">
      <Chip label="demo data" color="secondary" variant="outlined" />
    </Tooltip>
  );
}
