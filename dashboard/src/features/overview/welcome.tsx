/** What a person sees who has just installed it: what this is, and a first batch at the press of one button. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { Link } from "react-router";
import { Empty } from "@/components/states";
import { useToasts } from "@/components/toasts";
import { useStartBatch } from "@/lib/api/batches";
import { newKey } from "@/lib/new-key";

export const DEMO_ORDER = { target_count: 10, provider: "embedded", name: "Demo" } as const;

export function Welcome() {
  const start = useStartBatch();
  const toasts = useToasts();
  const demo = () =>
    start.mutate(
      { order: DEMO_ORDER, idempotencyKey: newKey() },
      { onSuccess: (batch) => (batch.notice ? toasts.info(batch.notice) : undefined), onError: (error) => toasts.failed(error, demo) },
    );
  return (
    <Empty
      title="Training data from LLM APIs, under their limits"
      action={
        <Stack direction={{ xs: "column", sm: "row" }} spacing={1}>
          <Button variant="contained" onClick={demo} disabled={start.isPending}>
            Start a demo of 10 samples
          </Button>
          <Button variant="outlined" component={Link} to="/generate">
            Make a batch of your own
          </Button>
        </Stack>
      }
    >
      Gristmill generates samples in batches, checks each one, stores it at once and writes Parquet files. You watch, review, edit, approve and export here. The demo
      needs no key: a small model that is built in writes ten samples that show the way through, and are no data to train on.
    </Empty>
  );
}
