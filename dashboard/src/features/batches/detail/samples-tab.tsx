/** The newest samples of the batch, as they arrive; the rest is one click away in the dataset. */
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link as RouterLink } from "react-router";
import { Moment } from "@/components/moment";
import { SampleContent } from "@/components/sample/sample-content";
import { Empty, Loading, Shown } from "@/components/states";
import { DemoChip, StatusChip } from "@/components/status-chip";
import type { BatchWithItems } from "@/lib/api/batches";
import { useNewestSamples, type Sample } from "@/lib/api/samples";
import { counted } from "@/lib/format";
import { keys } from "@/lib/keys";
import { useLive } from "@/lib/live";

const SHOWN = 20;
const EVERY_MS = 2000;

export function SamplesTab({ batch }: { batch: BatchWithItems }) {
  const id = batch.batch_id ?? "";
  const query = { batch_id: id, sort: "-id" as const, limit: SHOWN };
  const newest = useNewestSamples(query);
  const address = `batch_id=${encodeURIComponent(id)}`;
  return (
    <Stack spacing={2}>
      <FollowGrowth batchId={id} query={query} />
      <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1, alignItems: "center" }}>
        <Typography variant="h2" sx={{ flex: 1, minWidth: "12rem" }}>
          Newest samples
        </Typography>
        <Button component={RouterLink} to={`/dataset?${address}`} size="small">
          All in the dataset
        </Button>
        <Button component={RouterLink} to={`/dataset/review?${address}&review=pending`} size="small" variant="outlined">
          Review them
        </Button>
      </Stack>
      <Shown query={newest} loading={<Loading rows={4} height={90} />}>
        {({ samples }) => (samples.length ? samples.map((sample) => <SampleCard key={sample.sample_id} sample={sample} />) : <None batch={batch} />)}
      </Shown>
    </Stack>
  );
}

function None({ batch }: { batch: BatchWithItems }) {
  const waits = batch.status === "queued" || batch.status === "running";
  return (
    <Empty title="No samples yet">
      {waits ? "They appear here as they arrive." : batch.rejected_count ? `${counted(batch.rejected_count, "answer")} came and were refused: the tab Errors says why.` : "The batch ended before the first one."}
    </Empty>
  );
}

function SampleCard({ sample }: { sample: Sample }) {
  const about = [sample.topic, sample.difficulty].filter(Boolean).join(", ");
  return (
    <Card component="article" aria-label={`Sample ${sample.sample_id}`} sx={{ p: 1.5 }}>
      <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1, alignItems: "center", mb: 1 }}>
        <Typography variant="body2" color="textSecondary" sx={{ flex: 1, minWidth: "10rem", overflowWrap: "anywhere" }}>
          <Moment at={sample.created_at} /> {about && `· ${about}`}
        </Typography>
        {sample.demo && <DemoChip />}
        {"review" in sample && <StatusChip status={String(sample.review)} />}
        <Link component={RouterLink} to={`/dataset?batch_id=${encodeURIComponent(sample.batch_id)}&sample=${encodeURIComponent(sample.sample_id)}`} variant="body2" aria-label={`Open sample ${sample.sample_id}`}>
          Open
        </Link>
      </Stack>
      <SampleContent content={sample.content} dense />
    </Card>
  );
}

/** News tell at once how many there are, but which they are only at each checkpoint: a batch that runs is asked every other second. */
function FollowGrowth({ batchId, query }: { batchId: string; query: object }) {
  const client = useQueryClient();
  const [queryKey] = useState(() => keys.sampleList({ newest: true, ...query }));
  const growing = useLive(batchId, (live) => live?.status === "running");
  useEffect(() => {
    if (!growing) return;
    let seen: number | undefined;
    const timer = setInterval(() => {
      const live = client.getQueryData<{ samples_generated?: number } | null>(keys.live(batchId));
      if (live?.samples_generated === seen) return;
      seen = live?.samples_generated;
      void client.invalidateQueries({ queryKey });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [client, batchId, queryKey, growing]);
  return null;
}
