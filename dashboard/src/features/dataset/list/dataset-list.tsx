/** The list with its toolbar, and the open sample beside it (over it on small screens). */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Drawer from "@mui/material/Drawer";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useState } from "react";
import { Link } from "react-router";
import { Empty, NotLoaded, Loading } from "@/components/states";
import { useToasts } from "@/components/toasts";
import { activeOf, addressOf, type Filters } from "../shared/filters";
import type { Bulk } from "./bulk";
import { BulkDialog } from "./bulk-dialog";
import { ListToolbar } from "./list-toolbar";
import { SampleList } from "./sample-list";
import { SamplePanel } from "./sample-panel";
import { useListState } from "./use-list-state";
import { useSampleRows } from "./use-sample-rows";

export function DatasetList({ filters, onClearFilters }: { filters: Filters; onClearFilters: () => void }) {
  const { list, rows, more, reload, total, news } = useSampleRows(filters);
  const { active, openId, selection, actions, open, move, reset } = useListState(rows, filters);
  const [bulk, setBulk] = useState<Bulk | null>(null);
  const [round, setRound] = useState(0);
  const isRoomy = useMediaQuery((theme: Theme) => theme.breakpoints.up("lg"), { noSsr: true });
  const toasts = useToasts();
  const isRefused = filters.verdict === "rejected";

  const again = () => {
    reload().then(
      () => (reset(), setRound((now) => now + 1)),
      (error: unknown) => toasts.failed(error, again),
    );
  };
  const near = (step: number) => {
    const here = rows.findIndex((row) => row.id === openId);
    const row = here < 0 ? undefined : rows[here + step];
    return row && (() => actions.open(row.id, here + step));
  };
  const panel = openId && <SamplePanel sampleId={openId} filters={filters} onClose={() => open(null)} onPrevious={near(-1)} onNext={near(1)} />;

  return (
    <Box sx={{ display: "grid", gridTemplateColumns: panel && isRoomy ? "minmax(0, 1fr) minmax(420px, 44%)" : "minmax(0, 1fr)", gap: 2, alignItems: "stretch" }}>
      <Box sx={{ minWidth: 0 }}>
        <ListToolbar
          total={total}
          isRefused={isRefused}
          news={news}
          selected={selection.ids.size}
          onReload={again}
          onClear={reset}
          onSelected={(action) => setBulk({ action, target: { ids: [...selection.ids] } })}
          onAll={(action) => setBulk({ action, target: { filters } })}
        />
        {list.isPending && <Loading rows={10} height={36} label="Loading samples" />}
        {list.isError && !list.data && <NotLoaded error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && <NoSamples filters={filters} onClearFilters={onClearFilters} />}
        {rows.length > 0 && (
          <SampleList
            key={`${round} ${addressOf(filters)}`}
            rows={rows}
            hasMore={list.hasNextPage}
            error={list.isFetchNextPageError ? list.error : null}
            onMore={more}
            onRetry={() => void list.fetchNextPage()}
            active={Math.min(active, rows.length - 1)}
            onMove={move}
            onLeave={() => (openId ? open(null) : reset())}
            openId={openId}
            selected={selection.ids}
            actions={actions}
            isWide={isRoomy && !panel}
            isDimmed={list.isPlaceholderData}
          />
        )}
      </Box>
      {panel && isRoomy && (
        <Card component="aside" aria-label="Open sample" sx={{ display: "flex", minHeight: 0, height: 0, minBlockSize: "100%" }}>
          {panel}
        </Card>
      )}
      <Drawer anchor="right" open={Boolean(panel) && !isRoomy} onClose={() => open(null)} slotProps={{ paper: { "aria-label": "Open sample", sx: { width: "min(560px, 100%)" } } }}>
        {panel}
      </Drawer>
      {bulk && <BulkDialog bulk={bulk} onClose={() => setBulk(null)} onDone={({ target }) => ("filters" in target ? again() : reset())} />}
    </Box>
  );
}

function NoSamples({ filters, onClearFilters }: { filters: Filters; onClearFilters: () => void }) {
  if (activeOf(filters).length) {
    return (
      <Empty title="Nothing matches these filters" action={<Button onClick={onClearFilters}>Clear all filters</Button>}>
        Take one of them away, or look among the {filters.verdict === "rejected" ? "accepted samples" : "refused candidates"}.
      </Empty>
    );
  }
  if (filters.verdict === "rejected") return <Empty title="No refused candidates">Whatever the checks refuse is kept here for a while, with its reason.</Empty>;
  return (
    <Empty title="No samples yet" action={<Button component={Link} to="/generate" variant="contained">Generate samples</Button>}>
      Samples of all batches are found here as they arrive.
    </Empty>
  );
}
