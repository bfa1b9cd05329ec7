/** What stands beside and below the batch's name: what it is, of which template and model, since when. */
import Chip from "@mui/material/Chip";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { CopyButton } from "@/components/copy-button";
import { Moment } from "@/components/moment";
import { BatchStatusChip, DemoChip } from "@/components/status-chip";
import type { Batch } from "@/lib/api/batches";

export function Chips({ batch }: { batch: Batch }) {
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }}>
      <BatchStatusChip batch={batch} />
      {batch.demo && <DemoChip />}
      {batch.kind === "enrichment" && <Chip label="enrichment" variant="outlined" />}
      {batch.current && <Chip label="on the overview" variant="outlined" />}
    </Stack>
  );
}

export function Origin({ batch }: { batch: Batch }) {
  const id = batch.batch_id ?? "";
  return (
    <Stack direction="row" sx={{ flexWrap: "wrap", columnGap: 3, rowGap: 0.25, alignItems: "center" }}>
      <Line name="Id">
        {id}
        <CopyButton text={id} what="the id" />
      </Line>
      <Line name="Template">
        <Link component={RouterLink} to={addressOf(batch.template ?? LEGACY)}>
          {batch.template ?? LEGACY}
        </Link>
        {batch.template_version != null && `, version ${batch.template_version}`}
      </Line>
      <Line name="Model">
        {batch.model}, {batch.provider}
      </Line>
      <Line name={batch.started_at ? "Started" : "Asked for"}>
        <Moment at={batch.started_at ?? batch.created_at} />
      </Line>
      {batch.completed_at && (
        <Line name="Ended">
          <Moment at={batch.completed_at} />
        </Line>
      )}
      {batch.notes && (
        <Typography variant="body2" sx={{ width: "100%", whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {batch.notes}
        </Typography>
      )}
    </Stack>
  );
}

const LEGACY = "Legal Q&A"; // batches from before there were templates name none

/** A template is found by its name as by its id; but a name with a slash in it fits no address. */
function addressOf(template: string): string {
  const name = encodeURIComponent(template);
  return template.includes("/") ? `/templates?q=${name}` : `/templates/${name}`;
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Typography variant="body2" component="span" sx={{ overflowWrap: "anywhere" }}>
      <Typography variant="body2" component="span" color="textSecondary" sx={{ mr: 0.75 }}>
        {name}
      </Typography>
      {children}
    </Typography>
  );
}
