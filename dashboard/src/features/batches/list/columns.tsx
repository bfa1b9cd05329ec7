/** The columns of the grid. They are made once: a column that changes draws the whole grid anew. */
import type { GridColDef } from "@mui/x-data-grid";
import { Moment } from "@/components/moment";
import { BatchProgress } from "@/components/progress";
import { BatchStatusChip } from "@/components/status-chip";
import { NONE } from "@/lib/format";
import type { Batch } from "@/lib/live";
import { BatchActions } from "@/components/batch-actions/batch-actions";
import { Cut, LiveText, NameCell } from "./cells";
import { acceptedText, costText, paceText, subjectText, templateText, tokensText } from "./texts";

type Column = GridColDef<Batch>;

const PLAIN = { sortable: false, display: "flex" } as const;
const SORTED = { sortable: true, display: "flex" } as const;
const NUMBER = { align: "right", headerAlign: "right" } as const;

/** Fields of sorted columns are the names of the service's orders. */
export const COLUMNS: readonly Column[] = [
  { field: "name", headerName: "Batch", ...SORTED, flex: 1, minWidth: 200, hideable: false, renderCell: ({ row, hasFocus }) => <NameCell batch={row} tabIndex={hasFocus ? 0 : -1} /> },
  { field: "status", headerName: "Status", ...SORTED, width: 118, renderCell: ({ row }) => <BatchStatusChip batch={row} /> },
  { field: "samples_generated", headerName: "Progress", ...SORTED, width: 160, renderCell: ({ row }) => <BatchProgress batch={row} /> },
  { field: "actions", headerName: "Actions", ...PLAIN, width: 84, hideable: false, disableColumnMenu: true, renderCell: ({ row }) => row.batch_id !== null && <BatchActions batch={row} compact /> },
  { field: "pace", headerName: "Rate, time left", ...PLAIN, width: 190, renderCell: ({ row }) => <LiveText batch={row} text={paceText} /> },
  { field: "cost", headerName: "Cost", ...PLAIN, ...NUMBER, width: 90, renderCell: ({ row }) => <LiveText batch={row} text={costText} /> },
  { field: "accepted", headerName: "Accepted", ...PLAIN, ...NUMBER, width: 120, renderCell: ({ row }) => <LiveText batch={row} text={acceptedText} /> },
  { field: "topic", headerName: "Topic, difficulty", ...PLAIN, width: 150, renderCell: ({ row }) => <Cut>{subjectText(row)}</Cut> },
  { field: "total_tokens", headerName: "Tokens", ...SORTED, ...NUMBER, width: 100, renderCell: ({ row }) => <LiveText batch={row} text={tokensText} /> },
  { field: "model", headerName: "Model", ...PLAIN, width: 190, renderCell: ({ row }) => <Cut>{row.model ?? NONE}</Cut> },
  { field: "created_at", headerName: "Created", ...SORTED, width: 130, renderCell: ({ row }) => <Moment at={row.created_at} /> },
  { field: "template", headerName: "Template", ...PLAIN, width: 180, renderCell: ({ row }) => <Cut>{templateText(row)}</Cut> },
  { field: "started_at", headerName: "Started", ...SORTED, width: 130, renderCell: ({ row }) => <Moment at={row.started_at} /> },
  { field: "completed_at", headerName: "Ended", ...SORTED, width: 130, renderCell: ({ row }) => <Moment at={row.completed_at} /> },
  { field: "target_count", headerName: "Target", ...SORTED, ...NUMBER, width: 100, renderCell: ({ row }) => String(row.target_count) },
  { field: "priority", headerName: "Priority", ...SORTED, ...NUMBER, width: 100, renderCell: ({ row }) => String(row.priority) },
];
