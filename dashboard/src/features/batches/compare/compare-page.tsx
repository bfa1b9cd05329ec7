/** Two to four batches side by side: what each gave, what it cost, what went wrong, and how they were set up. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import FormControlLabel from "@mui/material/FormControlLabel";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import { Link, useSearchParams } from "react-router";
import { Page, Panel } from "@/components/page";
import { Empty, NotLoaded, Loading } from "@/components/states";
import { useAnalyticsOf } from "@/lib/api/analytics";
import { useBatchesOf } from "@/lib/api/compared";
import { AT_MOST, placed, readIds } from "./address";
import { BatchField } from "./batch-field";
import { CompareTable } from "./compare-table";
import type { Compared } from "./rows";

export default function ComparePage() {
  const [params, setParams] = useSearchParams();
  const ids = readIds(params);
  const batches = useBatchesOf(ids);
  const running = new Set(ids.filter((_, place) => batches[place]?.data?.batch.status === "running"));
  const figures = useAnalyticsOf(ids, running);
  const onlyDiffering = params.get("settings") === "differing";
  const put = (name: string, value: string | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  const there = ids.flatMap<Compared>((id, place) => {
    const batch = batches[place]?.data?.batch;
    return batch ? [{ id, batch, figures: figures[place]?.data }] : [];
  });
  const places = Math.min(AT_MOST, Math.max(2, ids.length + 1));
  return (
    <Page title="Compare batches" actions={<Button component={Link} to="/batches">All batches</Button>}>
      <Box role="group" aria-label="Batches to compare" sx={{ display: "grid", gap: 1.25, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(2, minmax(0, 1fr))", lg: "repeat(4, minmax(0, 1fr))" } }}>
        {Array.from({ length: places }, (_, place) => (
          <BatchField
            key={`${place} ${ids[place] ?? ""}`}
            place={place}
            id={ids[place] ?? null}
            batch={batches[place]?.data?.batch ?? null}
            taken={ids}
            onChange={(id) => put("ids", placed(ids, place, id).join(","))}
          />
        ))}
      </Box>
      {[...batches, ...figures].map((query, place) => query.error && !query.data && <NotLoaded key={place} error={query.error} onRetry={() => void query.refetch()} />)}
      {ids.length < 2 && <Choose chosen={ids.length} />}
      {batches.some((query) => query.isPending) && <Loading rows={6} label="Loading the comparison" />}
      {there.length > 1 && (
        <>
          <FormControlLabel
            control={<Switch size="small" checked={onlyDiffering} onChange={(event) => put("settings", event.target.checked ? "differing" : null)} />}
            label="Only settings that differ"
            sx={{ alignSelf: "flex-start" }}
          />
          <CompareTable all={there} onlyDiffering={onlyDiffering} />
          {there.some(({ batch }) => batch.demo) && (
            <Typography variant="body2" color="textSecondary">
              Demo data shows the pipeline: its figures say nothing of a real model.
            </Typography>
          )}
        </>
      )}
    </Page>
  );
}

function Choose({ chosen }: { chosen: number }) {
  return (
    <Panel>
      <Empty title={chosen ? "Choose one batch more" : "Choose two to four batches"}>
        Search for them above, or tick them in the list of batches and press Compare.
      </Empty>
    </Panel>
  );
}
