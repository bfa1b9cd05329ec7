/** One export in the history: what it is, how far, and what can be done with it. */
import DeleteOutline from "@mui/icons-material/DeleteOutlineOutlined";
import FileDownload from "@mui/icons-material/FileDownloadOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { Moment } from "@/components/moment";
import { DemoChip, StatusChip } from "@/components/status-chip";
import { downloadAddress, type Export } from "@/lib/api/exports";
import { bytes, counted } from "@/lib/format";
import { inShort } from "../model/request-words";
import { holdsDemo, isAtWork, sizeOf, statusWord } from "../model/standing";
import { labelOf } from "../model/words";
import { ExportProgress } from "./export-progress";
import { useMoves } from "./use-moves";

export function HistoryRow({ one }: { one: Export }) {
  const name = `${labelOf(one.format)}, ${counted(sizeOf(one), "sample")}`;
  return (
    <Box component="li" aria-label={name} sx={ROW}>
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Stack direction="row" sx={{ alignItems: "center", gap: 1, flexWrap: "wrap" }}>
          <Link component={RouterLink} to={`/exports/${one.export_id}`} sx={{ fontWeight: 600 }}>
            {labelOf(one.format)}
          </Link>
          <StatusChip status={one.status} label={statusWord(one)} title={one.error} />
          {holdsDemo(one) && <DemoChip />}
        </Stack>
        <Typography variant="body2">
          {counted(sizeOf(one), "sample")}
          {one.size_bytes != null && `, ${bytes(one.size_bytes)}`}, <Moment at={one.created_at} />
        </Typography>
        <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
          {inShort(one.request)}
        </Typography>
        {isAtWork(one) && <ExportProgress one={one} name={name} />}
        {one.error && (
          <Typography variant="body2" color="error" sx={{ overflowWrap: "anywhere" }}>
            {one.error}
          </Typography>
        )}
      </Box>
      <Actions one={one} name={name} />
    </Box>
  );
}

function Actions({ one, name }: { one: Export; name: string }) {
  const moves = useMoves(one);
  if (isAtWork(one)) {
    return (
      <Button size="small" onClick={moves.cancel} disabled={one.cancelling || moves.isBusy} aria-label={`Cancel ${name}`}>
        Cancel
      </Button>
    );
  }
  return (
    <Stack direction="row" sx={{ flexShrink: 0 }}>
      {one.status === "completed" && (
        <Tooltip title="Download">
          <IconButton component="a" href={downloadAddress(one.export_id)} download aria-label={`Download ${name}`} color="primary">
            <FileDownload fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
      <Tooltip title="Delete">
        <IconButton onClick={moves.remove} disabled={moves.isBusy} aria-label={`Delete ${name}`}>
          <DeleteOutline fontSize="small" />
        </IconButton>
      </Tooltip>
    </Stack>
  );
}

const ROW = { display: "flex", gap: 1, alignItems: "flex-start", py: 1.25, "& + &": { borderTop: 1, borderColor: "divider" } } as const;
