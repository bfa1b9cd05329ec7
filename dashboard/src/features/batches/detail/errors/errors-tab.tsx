/** Calls that gave no sample, by kind: how many, what it means, what to do, and each call with the answer that came. */
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useMemo } from "react";
import { Empty, Shown } from "@/components/states";
import { useAnalytics, type Analytics } from "@/lib/api/analytics";
import type { BatchWithItems } from "@/lib/api/batches";
import { counted } from "@/lib/format";
import { ErrorKind } from "./error-kind";
import { groupsOf } from "./groups";

export function ErrorsTab({ batch }: { batch: BatchWithItems }) {
  const id = batch.batch_id ?? "";
  const query = useAnalytics(id, batch.status === "running");
  return <Shown query={query}>{(analytics) => <Kinds batchId={id} batch={batch} failures={analytics.failures} />}</Shown>;
}

function Kinds({ batchId, batch, failures }: { batchId: string; batch: BatchWithItems; failures: Analytics["failures"] }) {
  const groups = useMemo(() => groupsOf(failures), [failures]);
  if (!groups.length) {
    const forgotten = batch.rejected_count + batch.failed_count > 0;
    return forgotten ? (
      <Empty title="The calls are not known any more">
        {counted(batch.rejected_count, "answer was refused", "answers were refused")} and {counted(batch.failed_count, "call failed", "calls failed")}, but attempts of ended batches are deleted after a
        while (GRISTMILL_KEEP_ATTEMPTS_DAYS).
      </Empty>
    ) : (
      <Empty title="No errors">{batch.attempts ? `All ${counted(batch.attempts, "call")} so far gave a sample or are still judged.` : "No call was made yet."}</Empty>
    );
  }
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <Stack spacing={1.5}>
      <Typography variant="body2" color="textSecondary">
        {counted(total, "call")} gave no sample. Refused answers are drawn again, and failed calls are tried again: neither counts towards the target.
      </Typography>
      <div>
        {groups.map((group) => (
          <ErrorKind key={`${group.kind} ${group.fate} ${group.purpose}`} batchId={batchId} group={group} />
        ))}
      </div>
    </Stack>
  );
}
