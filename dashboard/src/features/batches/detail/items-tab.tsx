/** The items of a batch with their bars. A batch has up to 1,000 of them: they come in pages, and can be searched. */
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TablePagination from "@mui/material/TablePagination";
import TableRow from "@mui/material/TableRow";
import TableSortLabel from "@mui/material/TableSortLabel";
import TextField from "@mui/material/TextField";
import { useMemo, useState } from "react";
import { Empty } from "@/components/states";
import type { BatchWithItems } from "@/lib/api/batches";
import { sentence } from "@/lib/format";
import { ItemRow } from "./item-row";
import { chosenItems, statusesOf, type ItemSort, type ItemView } from "./items";

const PAGE = 50;
const COLUMNS: { name: string; sort?: ItemSort; right?: boolean }[] = [
  { name: "Item", sort: "item" },
  { name: "Accepted of target", sort: "progress" },
  { name: "Rejected", sort: "rejected", right: true },
  { name: "Failed calls", sort: "failed", right: true },
  { name: "Status" },
];

export function ItemsTab({ batch }: { batch: BatchWithItems }) {
  const { items } = batch;
  const [view, setView] = useState<ItemView>({ status: "", text: "", sort: "item", descending: false });
  const [page, setPage] = useState(0);
  const found = useMemo(() => chosenItems(items, view), [items, view]);
  const shown = found.slice(page * PAGE, (page + 1) * PAGE);
  const change = (part: Partial<ItemView>) => (setView({ ...view, ...part }), setPage(0));
  return (
    <Stack spacing={1.5}>
      {items.length > 5 && <ItemFilter items={items} view={view} onChange={change} />}
      {found.length === 0 && <Empty title="No item matches">Take the filter away to see all {items.length} items.</Empty>}
      {found.length > 0 && (
        <TableContainer tabIndex={0} role="region" aria-label="Items of the batch">
          <Table size="small" sx={{ minWidth: 560 }}>
            <TableHead>
              <TableRow>
                {COLUMNS.map(({ name, sort, right }) => (
                  <TableCell key={name} align={right ? "right" : "left"} sortDirection={view.sort === sort && (view.descending ? "desc" : "asc")}>
                    {sort ? (
                      <TableSortLabel
                        active={view.sort === sort}
                        direction={view.sort === sort && view.descending ? "desc" : "asc"}
                        onClick={() => change({ sort, descending: view.sort === sort ? !view.descending : sort !== "item" })}
                      >
                        {name}
                      </TableSortLabel>
                    ) : (
                      name
                    )}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {shown.map((item) => (
                <ItemRow key={item.item} batch={batch} item={item} />
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
      {found.length > PAGE && (
        <TablePagination component="div" count={found.length} page={page} rowsPerPage={PAGE} rowsPerPageOptions={[PAGE]} onPageChange={(_, next) => setPage(next)} />
      )}
    </Stack>
  );
}

interface ItemFilterProps {
  items: BatchWithItems["items"];
  view: ItemView;
  onChange: (part: Partial<ItemView>) => void;
}

function ItemFilter({ items, view, onChange }: ItemFilterProps) {
  return (
    <Stack direction="row" spacing={1.5}>
      <TextField label="Search items" value={view.text} onChange={(event) => onChange({ text: event.target.value })} sx={{ maxWidth: 320 }} />
      <TextField label="Status" select value={view.status} onChange={(event) => onChange({ status: event.target.value })} sx={{ maxWidth: 180 }}>
        <MenuItem value="">All ({items.length})</MenuItem>
        {statusesOf(items).map(({ status, count }) => (
          <MenuItem key={status} value={status}>
            {sentence(status)} ({count})
          </MenuItem>
        ))}
      </TextField>
    </Stack>
  );
}
