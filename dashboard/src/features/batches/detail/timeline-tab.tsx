/** What happened to the batch, newest first, in plain sentences. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useMemo, useState } from "react";
import { Moment } from "@/components/moment";
import { Empty, Shown } from "@/components/states";
import type { BatchEvent } from "@/lib/api/batches";
import { count } from "@/lib/format";
import { timelineOf, type Happening } from "./timeline";
import { useTimeline } from "./use-timeline";

const PAGE = 100;
const DOTS = { info: "info.main", good: "success.main", bad: "error.main", quiet: "divider" } as const;

export function TimelineTab({ batchId }: { batchId: string }) {
  const query = useTimeline(batchId);
  return <Shown query={query}>{(events) => <Timeline events={events} />}</Shown>;
}

function Timeline({ events }: { events: BatchEvent[] }) {
  const [shown, setShown] = useState(PAGE);
  const told = useMemo(() => timelineOf(events), [events]);
  if (!told.length) return <Empty title="Nothing is known any more">Events of ended batches are deleted after a while (GRISTMILL_KEEP_EVENTS_DAYS).</Empty>;
  return (
    <Stack spacing={1.5}>
      <Box component="ol" reversed aria-label="Timeline, newest first" sx={{ listStyle: "none", p: 0, m: 0 }}>
        {told.slice(0, shown).map((one) => (
          <Line key={one.id} happening={one} />
        ))}
      </Box>
      {told.length > shown && (
        <Button onClick={() => setShown(shown + PAGE)} sx={{ alignSelf: "flex-start" }}>
          Show older ({count(told.length - shown)})
        </Button>
      )}
    </Stack>
  );
}

function Line({ happening: { at, since, text, tone } }: { happening: Happening }) {
  return (
    <Box component="li" sx={{ display: "grid", gridTemplateColumns: { xs: "12px minmax(0, 1fr)", sm: "8.5rem 12px minmax(0, 1fr)" }, columnGap: 1.5, py: 0.75 }}>
      <Typography variant="body2" color="textSecondary" sx={{ gridColumn: { xs: 2, sm: 1 }, gridRow: 1, fontVariantNumeric: "tabular-nums" }}>
        {since && (
          <>
            <Moment at={since} /> to{" "}
          </>
        )}
        <Moment at={at} />
      </Typography>
      <Box aria-hidden sx={{ gridColumn: { xs: 1, sm: 2 }, gridRow: 1, width: 10, height: 10, mt: "5px", borderRadius: "50%", bgcolor: DOTS[tone] }} />
      <Typography variant="body2" color={tone === "quiet" ? "textSecondary" : "textPrimary"} sx={{ gridColumn: { xs: 2, sm: 3 }, gridRow: { xs: 2, sm: 1 }, overflowWrap: "anywhere", fontWeight: tone === "bad" || tone === "good" ? 600 : 400 }}>
        {text}
      </Typography>
    </Box>
  );
}
