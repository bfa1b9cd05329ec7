/** The list of batches on a phone: one card a batch, with the same numbers and actions as a row of the grid. */
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Checkbox from "@mui/material/Checkbox";
import List from "@mui/material/List";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TablePagination from "@mui/material/TablePagination";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { memo, type ReactNode } from "react";
import { Moment } from "@/components/moment";
import { BatchProgress } from "@/components/progress";
import { BatchStatusChip } from "@/components/status-chip";
import type { Batch } from "@/lib/live";
import { BatchActions } from "@/components/batch-actions/batch-actions";
import { nameOf } from "@/components/batch-actions/words";
import { LiveText, NameCell } from "./cells";
import { acceptedText, costText, paceText, subjectText } from "./texts";
import { rowId, type Selection } from "./use-selection";
import type { ChangeView } from "./use-view";
import { SIZES, USUAL, type Sort, type View } from "./view";

interface BatchCardsProps {
  rows: readonly Batch[];
  total: number;
  view: View;
  change: ChangeView;
  selection: Selection;
}

const ORDERS: readonly (readonly [Sort, string])[] = [
  [USUAL.sort, "Newest first"],
  ["id", "Oldest first"],
  ["name", "By name"],
  ["status", "By status"],
  ["-samples_generated", "Most samples first"],
  ["-total_tokens", "Most tokens first"],
  ["-priority", "Highest priority first"],
];

export function BatchCards({ rows, total, view, change, selection }: BatchCardsProps) {
  const { ids, toggle } = selection;
  const isOffered = ORDERS.some(([sort]) => sort === view.sort);
  return (
    <Stack spacing={1}>
      <TextField select label="Order" value={isOffered ? view.sort : ""} onChange={(event) => change({ sort: event.target.value as Sort })}>
        {ORDERS.map(([sort, name]) => (
          <MenuItem key={sort} value={sort}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <List disablePadding aria-label="Batches" sx={{ display: "grid", gap: 1, gridTemplateColumns: "minmax(0, 1fr)" }}>
        {rows.map((batch) => (
          <BatchCard key={rowId(batch)} batch={batch} isChosen={ids.has(rowId(batch))} toggle={toggle} />
        ))}
      </List>
      <TablePagination
        component="div"
        count={total}
        page={Math.min(view.page, Math.max(0, Math.ceil(total / view.size) - 1))}
        onPageChange={(_, page) => change({ page })}
        rowsPerPage={view.size}
        rowsPerPageOptions={SIZES}
        onRowsPerPageChange={(event) => change({ size: Number(event.target.value) })}
        labelRowsPerPage="A page"
        sx={{ "& .MuiTablePagination-toolbar": { flexWrap: "wrap", justifyContent: "center", px: 0 } }}
      />
    </Stack>
  );
}

interface BatchCardProps {
  batch: Batch;
  isChosen: boolean;
  toggle: (batch: Batch) => void;
}

const BatchCard = memo(function BatchCard({ batch, isChosen, toggle }: BatchCardProps) {
  return (
    <Card component="li" sx={{ p: 1.25, display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: 1, listStyle: "none" }}>
      <Box sx={{ display: "flex", alignItems: "flex-start", gap: 0.5 }}>
        <Checkbox size="small" checked={isChosen} onChange={() => toggle(batch)} slotProps={{ input: { "aria-label": `Choose ${nameOf(batch)}` } }} sx={{ p: 0.5, ml: -0.5 }} />
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <NameCell batch={batch} />
        </Box>
        {batch.batch_id !== null && <BatchActions batch={batch} compact />}
      </Box>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1.25 }}>
        <BatchStatusChip batch={batch} />
        <BatchProgress batch={batch} />
      </Box>
      <Typography variant="body2" component="div" color="textSecondary" sx={FACTS}>
        <span>{subjectText(batch)}</span>
        {batch.attempts > 0 && (
          <>
            <Fact name="Accepted">
              <LiveText batch={batch} text={acceptedText} />
            </Fact>
            <Fact name="Cost">
              <LiveText batch={batch} text={costText} />
            </Fact>
          </>
        )}
        {(batch.status === "running" || batch.status === "queued") && <LiveText batch={batch} text={paceText} />}
        <Fact name="Created">
          <Moment at={batch.created_at} />
        </Fact>
      </Typography>
    </Card>
  );
});

const FACTS = { display: "flex", flexWrap: "wrap", columnGap: 1.5, overflowWrap: "anywhere" } as const;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span>
      {name} {children}
    </span>
  );
}
