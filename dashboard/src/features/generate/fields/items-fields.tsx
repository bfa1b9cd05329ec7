/** The parts of a batch, a row each; long lists are paged. */
import Add from "@mui/icons-material/AddOutlined";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TablePagination from "@mui/material/TablePagination";
import { useCallback } from "react";
import { useForm } from "../generate-context";
import { ItemFields } from "./item-fields";
import { useItemMoves } from "./use-items";

export const ROWS_SHOWN = 25;

export function ItemsFields({ page, onPage }: { page: number; onPage: (page: number) => void }) {
  const items = useForm((form) => form.items);
  const moves = useItemMoves(useCallback((at: number) => onPage(Math.floor(at / ROWS_SHOWN)), [onPage]));
  const last = Math.max(0, Math.ceil(items.length / ROWS_SHOWN) - 1);
  const from = Math.min(page, last) * ROWS_SHOWN;
  return (
    <Stack spacing={1.5}>
      {items.slice(from, from + ROWS_SHOWN).map((row, offset) => (
        <ItemFields key={row.key} row={row} index={from + offset} moves={moves} isOnly={items.length === 1} />
      ))}
      <Stack direction="row" sx={{ alignItems: "center", justifyContent: "space-between", flexWrap: "wrap" }}>
        <Button startIcon={<Add />} onClick={moves.add}>
          Add a part
        </Button>
        {last > 0 && (
          <TablePagination component="div" count={items.length} page={from / ROWS_SHOWN} rowsPerPage={ROWS_SHOWN} rowsPerPageOptions={[]} onPageChange={(_, to) => onPage(to)} />
        )}
      </Stack>
    </Stack>
  );
}
