/** How the export stands: progress while it is made, its figures, and what went wrong. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { CopyButton } from "@/components/copy-button";
import { Moment } from "@/components/moment";
import { Figure, Panel } from "@/components/page";
import type { Export } from "@/lib/api/exports";
import { bytes, count, milliseconds } from "@/lib/format";
import { ExportProgress } from "../history/export-progress";
import { isAtWork, sizeOf, tookMs } from "../model/standing";

export function SummaryPanel({ one }: { one: Export }) {
  return (
    <Panel title="State">
      <Stack spacing={2}>
        {isAtWork(one) && <ExportProgress one={one} name="the export" large />}
        {one.status === "queued" && <Typography color="textSecondary">Waits until its turn comes: exports are made one at a time.</Typography>}
        {one.status === "failed" && (
          <Alert severity="error" variant="outlined">
            {one.error ?? "The export failed."} Nothing of it is left. Export again when that is mended.
          </Alert>
        )}
        {one.status === "cancelled" && <Typography color="textSecondary">Cancelled: nothing of it is left. “Export again” makes the same one.</Typography>}
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "repeat(auto-fit, minmax(95px, 1fr))" }}>
          <Figure label="Samples" value={count(sizeOf(one))} />
          <Figure label="Archive" value={bytes(one.size_bytes)} hint={one.size_bytes == null ? undefined : "ZIP"} />
          <Figure label="Asked for" value={<Moment at={one.created_at} />} />
          <Figure label="Made in" value={milliseconds(tookMs(one))} />
        </Box>
        <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
          {one.export_id} <CopyButton text={one.export_id} what="the id" />
        </Typography>
        {one.sha256 && (
          <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
            SHA-256 of the archive: <code>{one.sha256}</code> <CopyButton text={one.sha256} what="the SHA-256 of the archive" />
          </Typography>
        )}
      </Stack>
    </Panel>
  );
}
