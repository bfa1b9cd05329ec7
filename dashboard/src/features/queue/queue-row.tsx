/** One batch of the queue. */
import ArrowDownward from "@mui/icons-material/ArrowDownwardOutlined";
import ArrowUpward from "@mui/icons-material/ArrowUpwardOutlined";
import DragIndicator from "@mui/icons-material/DragIndicatorOutlined";
import VerticalAlignTop from "@mui/icons-material/VerticalAlignTopOutlined";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import ListItem from "@mui/material/ListItem";
import Stack from "@mui/material/Stack";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { useSortable } from "@dnd-kit/sortable";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { Moment } from "@/components/moment";
import { Progress } from "@/components/progress";
import type { QueueEntry } from "@/lib/api/queue";
import { counted, perMinute } from "@/lib/format";
import { useLive } from "@/lib/live";
import type { QueueMove } from "./use-queue-move";

const ROW = { gap: 1.5, py: 1, px: 0.5, borderTop: 1, borderColor: "divider", "&:first-of-type": { borderTop: 0 } } as const;

export function RunningRow({ entry }: { entry: QueueEntry }) {
  return (
    <ListItem sx={{ ...ROW, flexWrap: { xs: "wrap", sm: "nowrap" } }}>
      <Name entry={entry}>
        {entry.rate_per_minute != null && `${perMinute(entry.rate_per_minute)}, `}
        {entry.estimated_end_at ? (
          <>
            done about <Moment at={entry.estimated_end_at} />
          </>
        ) : (
          counted(entry.remaining, "sample") + " to go"
        )}
      </Name>
      <Box sx={{ width: { xs: "100%", sm: 280 }, flexShrink: 0 }}>
        <LiveProgress entry={entry} />
      </Box>
    </ListItem>
  );
}

function LiveProgress({ entry }: { entry: QueueEntry }) {
  const now = useLive(entry.batch_id, (live) => live?.samples_generated ?? 0);
  return <Progress done={Math.max(now, entry.samples_generated)} total={entry.target_count} label={`Progress of ${entry.name ?? entry.batch_id}`} />;
}

interface WaitingRowProps {
  entry: QueueEntry;
  last: boolean;
  onMove: (move: QueueMove) => void;
}

export function WaitingRow({ entry, last, onMove }: WaitingRowProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: entry.batch_id });
  const name = entry.name ?? entry.batch_id;
  const put = (position: number) => onMove({ batchId: entry.batch_id, position });
  return (
    <ListItem
      ref={setNodeRef}
      style={{ transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined, transition }}
      sx={{ ...ROW, gap: { xs: 0.5, sm: 1.5 }, position: "relative", bgcolor: "background.paper", ...(isDragging && { zIndex: 1, boxShadow: 3 }) }}
    >
      <IconButton ref={setActivatorNodeRef} {...attributes} {...listeners} size="small" aria-label={`Move ${name}, place ${entry.position}`} sx={{ cursor: "grab", touchAction: "none" }}>
        <DragIndicator fontSize="small" />
      </IconButton>
      <Typography sx={{ width: "1.75rem", textAlign: "right", fontWeight: 600 }}>{entry.position}</Typography>
      <Name entry={entry}>
        {counted(entry.remaining, "sample")} to go
        {entry.priority !== 0 && `, priority ${entry.priority}`}
        {entry.estimated_start_at && (
          <>
            , begins about <Moment at={entry.estimated_start_at} />
          </>
        )}
      </Name>
      <Stack direction="row" sx={{ flexShrink: 0 }}>
        <Step label={`Move ${name} to the front`} disabled={entry.position === 1} onClick={() => put(1)} hide>
          <VerticalAlignTop fontSize="small" />
        </Step>
        <Step label={`Move ${name} up`} disabled={entry.position === 1} onClick={() => put(entry.position - 1)}>
          <ArrowUpward fontSize="small" />
        </Step>
        <Step label={`Move ${name} down`} disabled={last} onClick={() => put(entry.position + 1)}>
          <ArrowDownward fontSize="small" />
        </Step>
      </Stack>
    </ListItem>
  );
}

function Name({ entry, children }: { entry: QueueEntry; children: ReactNode }) {
  return (
    <Box sx={{ flex: 1, minWidth: 0 }}>
      <Link component={RouterLink} to={`/batches/${entry.batch_id}`} underline="hover" noWrap sx={{ display: "block" }}>
        {entry.name ?? entry.batch_id}
      </Link>
      <Typography variant="body2" color="textSecondary">
        {children}
      </Typography>
    </Box>
  );
}

function Step({ label, disabled, onClick, hide = false, children }: { label: string; disabled: boolean; onClick: () => void; hide?: boolean; children: ReactNode }) {
  return (
    <Tooltip title={label}>
      <Box component="span" sx={hide ? { display: { xs: "none", sm: "inline" } } : undefined}>
        <IconButton size="small" aria-label={label} disabled={disabled} onClick={onClick}>
          {children}
        </IconButton>
      </Box>
    </Tooltip>
  );
}
