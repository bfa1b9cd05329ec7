/** The last samples of the current batch, as they arrive. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { memo } from "react";
import { Link } from "react-router";
import { Panel } from "@/components/page";
import { DemoChip } from "@/components/status-chip";
import { Empty, Loading } from "@/components/states";
import { useNewestSamples } from "@/lib/api/samples";
import { useArrivals, type Batch } from "@/lib/live";

const SHOWN = 5;

interface Arrived {
  sample_id: string;
  topic: string;
  difficulty: string;
  text: string;
}

export function LatestSamples({ batch }: { batch: Batch }) {
  return (
    <Panel
      title="Latest samples"
      beside={batch.demo ? <DemoChip /> : undefined}
      actions={
        <Button component={Link} to={`/dataset?batch_id=${batch.batch_id}`} size="small">
          All of this batch
        </Button>
      }
    >
      <Box sx={LIST}>
        <Lines batchId={batch.batch_id ?? ""} />
      </Box>
    </Panel>
  );
}

/** Plain elements, dressed by the box around them: this is drawn anew with every sample. */
function Lines({ batchId }: { batchId: string }) {
  const stored = useNewestSamples({ batch_id: batchId, limit: SHOWN });
  const lines = useArrivals(batchId).map((sample) => lineOf(sample, sample));
  for (const sample of stored.data?.samples ?? []) {
    if (!lines.some((line) => line.sample_id === sample.sample_id)) lines.push(lineOf(sample, sample.content ?? {}));
  }
  if (lines.length === 0) return stored.isPending ? <Loading rows={3} /> : <Empty title="No sample yet">The first one shows here as soon as it has passed the checks.</Empty>;
  return (
    <ul>
      {lines.slice(0, SHOWN).map((line) => (
        <Line key={line.sample_id} {...line} />
      ))}
    </ul>
  );
}

const Line = memo(function Line({ text, topic, difficulty }: Arrived) {
  return (
    <li>
      <p>{text}</p>
      <small>
        {topic}, {difficulty}
      </small>
    </li>
  );
});

const LIST = {
  "& ul": { listStyle: "none", m: 0, p: 0 },
  "& li": { py: 1, borderTop: 1, borderColor: "divider", "&:first-of-type": { borderTop: 0, pt: 0 } },
  "& p": { m: 0, display: "-webkit-box", WebkitLineClamp: "2", WebkitBoxOrient: "vertical", overflow: "hidden", overflowWrap: "anywhere" },
  "& small": { typography: "body2", color: "text.secondary" },
} as const;

/** The first text of a sample says what it is about, whatever its template calls it. */
function lineOf(sample: Record<string, unknown>, content: Record<string, unknown>): Arrived {
  const own = new Set(["sample_id", "topic", "difficulty", "created_at"]);
  const text = Object.entries(content).find(([name, value]) => !own.has(name) && typeof value === "string")?.[1];
  return { sample_id: String(sample.sample_id), topic: String(sample.topic), difficulty: String(sample.difficulty), text: typeof text === "string" ? text : JSON.stringify(content) };
}
