/** Where the reader is in the list, how far this session has come, and what waits to be sent. */
import Chip from "@mui/material/Chip";
import LinearProgress from "@mui/material/LinearProgress";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { count } from "@/lib/format";
import { nounOf } from "./address";
import { AT_MOST } from "./outbox";
import type { ReviewDesk } from "./use-review";

export function Position({ review: { index, sample, list, query } }: { review: ReviewDesk }) {
  if (!sample || list.isLoading) return null;
  return (
    <Typography color="textSecondary" component="p" aria-live="polite">
      {count(index + 1)} of {count(list.total)}
      {!list.isExact && "+"} {nounOf(query)}
    </Typography>
  );
}

export function Waiting({ number }: { number: number }) {
  return (
    <span role="status">
      {number > 0 && <Chip color={number >= AT_MOST ? "error" : "warning"} variant="outlined" label={`${count(number)} waiting to be sent`} />}
    </span>
  );
}

export function SessionLine({ review: { tally, list, query } }: { review: ReviewDesk }) {
  const { approved, rejected, edited } = tally;
  const decided = approved + rejected;
  const isIdle = !decided && !edited && (!list.total || query.verdict === "rejected");
  if (list.isLoading || isIdle) return null;
  return (
    <Stack direction="row" sx={{ alignItems: "center", gap: 1.5 }}>
      <LinearProgress
        variant="determinate"
        value={list.total ? Math.min(100, (decided / list.total) * 100) : 100}
        aria-label="Decided in this session"
        aria-valuetext={`${count(decided)} of ${count(list.total)}`}
        sx={{ flex: 1, height: 4, borderRadius: 2 }}
      />
      <Typography variant="body2" color="textSecondary" noWrap>
        This session: {count(approved)} approved, {count(rejected)} rejected{edited > 0 && `, ${count(edited)} edited`}
      </Typography>
    </Stack>
  );
}
