/** What the order will use, cost and last, and the button that starts it. */
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { DemoChip } from "@/components/status-chip";
import { Panel } from "@/components/page";
import { NotLoaded, Loading } from "@/components/states";
import { asProblem, Unreachable } from "@/lib/problem";
import { isFaulty } from "../model/faults";
import { EstimateFigures } from "./estimate-figures";
import type { useEstimate } from "./use-estimate";

interface EstimatePanelProps {
  estimate: ReturnType<typeof useEstimate>;
  isStarting: boolean;
  onStart: () => void;
}

export function EstimatePanel({ estimate, isStarting, onStart }: EstimatePanelProps) {
  const { query } = estimate;
  return (
    <Panel title="Estimate" beside={query.data?.demo && !query.isError && <DemoChip />}>
      <Stack spacing={2}>
        {query.isError ? <NoEstimate error={query.error} onRetry={() => void query.refetch()} /> : <Told estimate={estimate} />}
        <Stack direction="row" sx={{ alignItems: "center", gap: 1.5, flexWrap: "wrap" }}>
          <Button variant="contained" size="large" onClick={onStart} loading={isStarting} aria-keyshortcuts="Control+Enter">
            Start the batch
          </Button>
          <Typography variant="body2" color="textSecondary">
            or Ctrl+Enter
          </Typography>
        </Stack>
      </Stack>
    </Panel>
  );
}

function Told({ estimate }: { estimate: ReturnType<typeof useEstimate> }) {
  const { query, isMeasuring, measure } = estimate;
  if (query.data) return <EstimateFigures estimate={query.data} isMeasuring={isMeasuring} onMeasure={measure} />;
  if (query.fetchStatus === "fetching") return <Loading rows={3} label="Estimating" />;
  return <Typography color="textSecondary">Say how many samples, and what they will cost is told here.</Typography>;
}

/** Nothing went wrong: the form is not ready yet. So this is said calmly, while a start would show it at the fields. */
function NoEstimate({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof Unreachable) return <NotLoaded error={error} onRetry={onRetry} />;
  const { title, detail } = asProblem(error);
  return (
    <Alert
      severity="info"
      variant="outlined"
      action={
        !isFaulty(error) && (
          <Button color="inherit" size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      No estimate yet. {title}: {detail}
    </Alert>
  );
}
