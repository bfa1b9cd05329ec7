/** The top of the page: how far the batch is, what it does this second, and why it does not go on if it does not. */
import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Fragment, type ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { Panel } from "@/components/page";
import { BatchProgress } from "@/components/progress";
import { QuotaGauge } from "@/components/quota-gauge";
import type { BatchWithItems } from "@/lib/api/batches";
import { Figures } from "./figures";
import { standingOf, type Standing } from "./standing";

const STAGES: Record<string, string> = { validating: "All that is missing is with the judge.", enriching: "Its enrichment is at work." };

export function Summary({ batch }: { batch: BatchWithItems }) {
  const standing = standingOf(batch);
  const quota = batch.status === "running";
  return (
    <>
      {standing && <StandingAlert standing={standing} />}
      <Panel>
        <Box sx={{ display: "grid", gap: 3, gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: quota ? "minmax(0, 2fr) minmax(0, 1fr)" : "minmax(0, 1fr)" } }}>
          <Stack spacing={2.5} sx={{ minWidth: 0 }}>
            <BatchProgress batch={batch} large />
            <Figures batch={batch} />
            <Family batch={batch} />
          </Stack>
          {quota && (
            <Box sx={{ minWidth: 0 }}>
              <Typography variant="overline" component="h2" color="textSecondary" gutterBottom>
                Quota of {batch.model}
              </Typography>
              <QuotaGauge batch={batch} />
            </Box>
          )}
        </Box>
      </Panel>
    </>
  );
}

function StandingAlert({ standing: { severity, title, reason, advice } }: { standing: Standing }) {
  return (
    <Alert severity={severity} variant="outlined" sx={{ overflowWrap: "anywhere" }}>
      <AlertTitle sx={{ mb: 0 }}>{title}</AlertTitle>
      {reason && <Box>{reason}</Box>}
      {advice}
    </Alert>
  );
}

/** The batch that this one enriches, those that enrich it, and the one that will. */
function Family({ batch }: { batch: BatchWithItems }) {
  const { parent, enrichments, enrich_after: later, stage } = batch;
  const lines: ReactNode[] = [];
  if (STAGES[stage]) lines.push(STAGES[stage]);
  if (parent) lines.push(<>Follows <BatchLink id={parent} /> and works on its samples.</>);
  if (enrichments.length) lines.push(<>Enriched by {enrichments.map((one, place) => <Fragment key={one.batch_id}>{place > 0 && ", "}<BatchLink id={one.batch_id} /> ({one.status})</Fragment>)}.</>);
  else if (later) lines.push(<>Followed by the enrichment {String(later["template"])} when it is complete.</>);
  return lines.map((line, place) => (
    <Typography key={place} variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
      {line}
    </Typography>
  ));
}

function BatchLink({ id }: { id: string }) {
  return (
    <Link component={RouterLink} to={`/batches/${encodeURIComponent(id)}`}>
      {id}
    </Link>
  );
}
