/** The list of batches as a grid. The service pages, filters and sorts; the address tells it how. */
import Box from "@mui/material/Box";
import { DataGrid, type GridColDef, type GridPaginationModel, type GridRowSelectionModel, type GridSortModel } from "@mui/x-data-grid";
import { memo, useCallback, useMemo } from "react";
import type { Batch } from "@/lib/live";
import { switchedBy, visibilityOf, type Visibility } from "./column-choice";
import { COLUMNS } from "./columns";
import { useRoomBelow } from "./use-room-below";
import { rowId } from "./use-selection";
import type { ChangeView } from "./use-view";
import { SIZES, USUAL, type Sort, type View } from "./view";

interface BatchGridProps {
  rows: readonly Batch[];
  total: number;
  /** The rows are still those of another page. */
  isOld: boolean;
  view: View;
  change: ChangeView;
  ids: ReadonlySet<string>;
  choose: (ids: Iterable<string>) => void;
}

export const BatchGrid = memo(function BatchGrid({ rows, total, isOld, view, change, ids, choose }: BatchGridProps) {
  const sortModel = useMemo(() => sortModelOf(view.sort), [view.sort]);
  const paginationModel = useMemo(() => ({ page: view.page, pageSize: view.size }), [view.page, view.size]);
  const visibility = useMemo(() => visibilityOf(view.switched), [view.switched]);
  const selection = useMemo<GridRowSelectionModel>(() => ({ type: "include", ids: new Set(ids) }), [ids]);
  const onSort = useCallback(([first]: GridSortModel) => change({ sort: first ? sortOf(first) : USUAL.sort }), [change]);
  const onPage = useCallback(({ page, pageSize }: GridPaginationModel) => change(pageSize === view.size ? { page } : { size: pageSize }), [change, view.size]);
  const onVisibility = useCallback((next: Visibility) => change({ switched: switchedBy(next) }), [change]);
  const onChoose = useCallback((next: GridRowSelectionModel) => choose(Array.from(next.ids, String)), [choose]);
  const room = useRoomBelow();
  return (
    <Box ref={room.ref} style={{ maxHeight: room.height }} sx={{ ...FRAME, "& .batch-id": { display: view.density === "compact" ? "none" : "block" } }}>
      <DataGrid
        aria-label="Batches"
        rows={rows}
        columns={COLUMNS as GridColDef<Batch>[]}
        getRowId={rowId}
        rowCount={total}
        loading={isOld}
        paginationMode="server"
        sortingMode="server"
        filterMode="server"
        paginationModel={paginationModel}
        onPaginationModelChange={onPage}
        pageSizeOptions={SIZES}
        sortModel={sortModel}
        onSortModelChange={onSort}
        density={view.density}
        columnVisibilityModel={visibility}
        onColumnVisibilityModelChange={onVisibility}
        checkboxSelection
        keepNonExistentRowsSelected
        disableRowSelectionOnClick
        disableRowSelectionExcludeModel
        rowSelectionModel={selection}
        onRowSelectionModelChange={onChoose}
        disableColumnFilter
        hideFooterSelectedRowCount
        columnBufferPx={300}
        slotProps={SLOT_PROPS}
      />
    </Box>
  );
});

const SLOT_PROPS = { loadingOverlay: { variant: "linear-progress", noRowsVariant: "skeleton" } } as const;

/** As high as its rows, up to what is left of the window: then the rows scroll and their heads stay. */
const FRAME = {
  display: "flex",
  flexDirection: "column",
  minWidth: 0,
  "& .MuiDataGrid-root": { bgcolor: "background.paper", fontVariantNumeric: "tabular-nums" },
} as const;

function sortModelOf(sort: Sort): GridSortModel {
  if (sort === USUAL.sort) return [];
  return [{ field: sort.replace(/^-/, ""), sort: sort.startsWith("-") ? "desc" : "asc" }];
}

function sortOf({ field, sort }: GridSortModel[number]): Sort {
  return (sort === "desc" ? `-${field}` : field) as Sort;
}
