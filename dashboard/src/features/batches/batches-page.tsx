/** All batches: find, watch and move them, one or many. A grid; on a phone a list of cards. */
import Add from "@mui/icons-material/AddOutlined";
import Button from "@mui/material/Button";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useDeferredValue } from "react";
import { Link } from "react-router";
import { Page, Panel } from "@/components/page";
import { Empty, Loading, Shown } from "@/components/states";
import { useBatches, type Batch } from "@/lib/api/batches";
import { BatchCards } from "./list/batch-cards";
import { BatchGrid } from "./list/batch-grid";
import { BulkBar } from "./list/bulk-bar";
import { BulkSummary } from "./list/bulk-summary";
import { CsvButton } from "./list/csv-button";
import { FilterBar } from "./list/filter-bar";
import { useSteadyRows } from "./list/steady-rows";
import { useBulk } from "./list/use-bulk";
import { useSelection } from "./list/use-selection";
import { useView } from "./list/use-view";
import { isFiltered, toQuery, UNFILTERED } from "./list/view";
import { ViewMenu } from "./list/view-menu";

const NO_ROWS: readonly Batch[] = [];

export default function BatchesPage() {
  const { view, change } = useView();
  const isPhone = useMediaQuery("(max-width: 599.95px)", { noSsr: true });
  // The grid is slow to draw: what was pressed answers at once, and the rows follow.
  const shown = useDeferredValue(view);
  const query = useBatches(toQuery(shown));
  const rows = useSteadyRows(query.data?.batches ?? NO_ROWS);
  const selection = useSelection(rows);
  const bulk = useBulk(selection);
  return (
    <Page
      title="Batches"
      actions={
        <>
          {!isPhone && <ViewMenu view={view} change={change} />}
          <CsvButton view={view} isShort={isPhone} />
          <Button variant="contained" startIcon={<Add />} component={Link} to="/generate" aria-label="New batch">
            {isPhone ? "New" : "New batch"}
          </Button>
        </>
      }
    >
      <FilterBar view={view} change={change} isPhone={isPhone} />
      {bulk.summary && <BulkSummary summary={bulk.summary} onClose={bulk.close} />}
      {(selection.chosen.length > 0 || bulk.running) && <BulkBar selection={selection} bulk={bulk} />}
      <Shown query={query} loading={<Loading rows={8} height={48} label="Loading batches" />}>
        {({ total }) => {
          if (total === 0) return isFiltered(shown) ? <NoMatch onClear={() => change(UNFILTERED)} /> : <NoBatches />;
          if (rows.length === 0 && !query.isPlaceholderData) return <PastTheEnd onBack={() => change({ page: 0 })} />;
          if (isPhone) return <BatchCards rows={rows} total={total} view={shown} change={change} selection={selection} />;
          return <BatchGrid rows={rows} total={total} isOld={query.isPlaceholderData} view={shown} change={change} ids={selection.ids} choose={selection.choose} />;
        }}
      </Shown>
    </Page>
  );
}

function NoBatches() {
  return (
    <Panel>
      <Empty title="No batches yet" action={<Button component={Link} to="/generate" variant="contained">Make a batch</Button>}>
        A batch is one request for samples of a kind. It joins the queue, is generated in the background, and stays here with its samples and its log.
      </Empty>
    </Panel>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <Panel>
      <Empty title="No batch matches" action={<Button variant="outlined" onClick={onClear}>Clear filters</Button>}>
        The search looks into names, ids, notes, topics, models and instructions.
      </Empty>
    </Panel>
  );
}

/** Rows were deleted since this page had a number. */
function PastTheEnd({ onBack }: { onBack: () => void }) {
  return (
    <Panel>
      <Empty title="There is nothing on this page any more" action={<Button variant="outlined" onClick={onBack}>To the first page</Button>} />
    </Panel>
  );
}
