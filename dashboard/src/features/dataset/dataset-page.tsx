/** The dataset: samples of all batches, to be found, read, decided about, and led on to review and export. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { Link } from "react-router";
import { Page } from "@/components/page";
import { DatasetList } from "./list/dataset-list";
import { FilterBar } from "./shared/filter-bar";
import { linkTo } from "./shared/filters";
import { useFilters } from "./shared/use-filters";

export default function DatasetPage() {
  const [filters, change, clear] = useFilters();
  const isRefused = filters.verdict === "rejected";
  const actions = !isRefused && (
    <Stack direction="row" spacing={1}>
      <Button component={Link} to={linkTo("/exports", filters)}>
        Export these
      </Button>
      <Button component={Link} to={linkTo("/dataset/review", filters)} variant="contained">
        Review these
      </Button>
    </Stack>
  );
  return (
    <Page title="Dataset" actions={actions}>
      <FilterBar filters={filters} onChange={change} onClear={clear} />
      <DatasetList filters={filters} onClearFilters={clear} />
    </Page>
  );
}
