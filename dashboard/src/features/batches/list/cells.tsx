/** Cells of the list of batches. What changes while a batch runs listens for itself: the row around it stays as it is. */
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { memo } from "react";
import { Link as RouterLink } from "react-router";
import { DemoChip } from "@/components/status-chip";
import { useLiveValue, type Batch } from "@/lib/live";
import { nameOf } from "@/components/batch-actions/words";

interface LiveTextProps {
  batch: Batch;
  text: (batch: Batch) => string;
}

/** Only a running batch is listened to: the others' rows say all. */
export function LiveText({ batch, text }: LiveTextProps) {
  return batch.status === "running" ? <Listening batch={batch} text={text} /> : <Cut>{text(batch)}</Cut>;
}

function Listening({ batch, text }: LiveTextProps) {
  return <Cut>{useLiveValue(batch, text)}</Cut>;
}

const CUT = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;

/** A plain element: it is drawn each time a number changes. */
export function Cut({ children }: { children: string }) {
  return (
    <span style={CUT} title={children}>
      {children}
    </span>
  );
}

/** The batch's name with the way to its page, and under it the id. */
export const NameCell = memo(function NameCell({ batch, tabIndex }: { batch: Batch; tabIndex?: number }) {
  return (
    <Box sx={{ minWidth: 0, lineHeight: 1.35, py: 0.5 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
        {batch.batch_id === null ? (
          <Cut>{nameOf(batch)}</Cut>
        ) : (
          <Link component={RouterLink} to={`/batches/${encodeURIComponent(batch.batch_id)}`} color="inherit" underline="hover" noWrap tabIndex={tabIndex} sx={{ fontWeight: 600, minWidth: 0 }}>
            {nameOf(batch)}
          </Link>
        )}
        {batch.demo && <DemoChip />}
      </Box>
      {batch.name !== null && (
        <Typography className="batch-id" variant="caption" color="textSecondary" noWrap component="div">
          {batch.batch_id}
        </Typography>
      )}
    </Box>
  );
});
