/** One item: what it asks for, how far it is, why it ended, and another try if it failed. */
import Replay from "@mui/icons-material/ReplayOutlined";
import Button from "@mui/material/Button";
import TableCell from "@mui/material/TableCell";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Progress } from "@/components/progress";
import { StatusChip } from "@/components/status-chip";
import { useToasts } from "@/components/toasts";
import { refreshBatches, retryItem, type BatchWithItems, type Item } from "@/lib/api/batches";
import { count } from "@/lib/format";
import { useLive } from "@/lib/live";
import { askedBy, nameOfItem } from "./items";

const BARS = { completed: "success", failed: "error", stopped: "neutral", pending: "neutral", running: "primary" } as const;

export function ItemRow({ batch, item }: { batch: BatchWithItems; item: Item }) {
  const asked = askedBy(item, batch.template);
  return (
    <TableRow>
      <TableCell sx={{ maxWidth: 420, minWidth: 180 }}>
        <Typography variant="body2" sx={{ fontWeight: 500, overflowWrap: "anywhere" }}>
          {nameOfItem(item)}
        </Typography>
        {asked && <Small text={asked} />}
        {item.end_reason && <Small text={item.end_reason} />}
      </TableCell>
      <TableCell sx={{ minWidth: 160, width: "35%" }}>
        <ItemProgress batch={batch} item={item} />
      </TableCell>
      <TableCell align="right">{count(item.rejected_count)}</TableCell>
      <TableCell align="right">{count(item.failed_count)}</TableCell>
      <TableCell sx={{ whiteSpace: "nowrap" }}>
        <StatusChip status={item.status} />
        {item.status === "failed" && batch.status !== "completed" && <RetryItem batchId={batch.batch_id ?? ""} item={item} />}
      </TableCell>
    </TableRow>
  );
}

function Small({ text }: { text: string }) {
  return (
    <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
      {text}
    </Typography>
  );
}

/** Live news tell of the batch as a whole: the bar of a batch's only item can follow them. */
function ItemProgress({ batch, item }: { batch: BatchWithItems; item: Item }) {
  const alone = batch.items.length === 1 && batch.status === "running";
  const live = useLive(batch.batch_id, (now) => (alone ? now?.samples_generated : undefined));
  const done = Math.max(item.accepted_count, live ?? 0);
  return <Progress done={done} total={item.target_count} label={`Progress of ${nameOfItem(item)}`} colour={BARS[item.status as keyof typeof BARS] ?? "primary"} />;
}

function RetryItem({ batchId, item }: { batchId: string; item: Item }) {
  const client = useQueryClient();
  const toasts = useToasts();
  const retry = useMutation({
    mutationFn: () => retryItem(batchId, item.item),
    onSuccess: () => toasts.done(`${nameOfItem(item)} is tried again.`),
    onError: (error) => toasts.failed(error, () => retry.mutate()),
    onSettled: () => refreshBatches(client),
  });
  return (
    <Button size="small" startIcon={<Replay />} disabled={retry.isPending} onClick={() => retry.mutate()} aria-label={`Retry ${nameOfItem(item)}`} sx={{ ml: 1 }}>
      Retry
    </Button>
  );
}
