/** The calls that ended in one kind of failure, each with its raw answer on demand. */
import Button from "@mui/material/Button";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { Fragment, useState } from "react";
import { Moment } from "@/components/moment";
import { Loading, Shown } from "@/components/states";
import type { Attempt } from "@/lib/api/batches";
import { count, counted, milliseconds, NONE } from "@/lib/format";
import type { ErrorGroup } from "./groups";
import { RawAnswer } from "./raw-answer";
import { useFailedAttempts } from "./use-failed-attempts";

export function AttemptsOfKind({ batchId, group }: { batchId: string; group: ErrorGroup }) {
  const query = useFailedAttempts(batchId, group);
  return (
    <Shown query={query} loading={<Loading rows={3} />}>
      {(all) => (
        <>
          {all.length === 0 && (
            <Typography variant="body2" color="textSecondary">
              None was found: attempts of ended batches are deleted after a while.
            </Typography>
          )}
          {all.length > 0 && <AttemptTable batchId={batchId} attempts={all} kind={group.kind} />}
          {query.hasNextPage && (
            <Button size="small" sx={{ alignSelf: "flex-start" }} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          )}
        </>
      )}
    </Shown>
  );
}

function AttemptTable({ batchId, attempts, kind }: { batchId: string; attempts: Attempt[]; kind: string }) {
  const [open, setOpen] = useState<number | null>(null);
  return (
    <TableContainer tabIndex={0} role="region" aria-label={`Calls that ended as ${kind}`}>
      <Table size="small" sx={{ minWidth: 640 }}>
        <TableHead>
          <TableRow>
            <TableCell>Call</TableCell>
            <TableCell>Time</TableCell>
            <TableCell>Message</TableCell>
            <TableCell align="right">HTTP</TableCell>
            <TableCell align="right">Tokens</TableCell>
            <TableCell align="right">Took</TableCell>
            <TableCell>Answer</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {attempts.map((attempt) => (
            <Fragment key={attempt.number}>
              <AttemptRow attempt={attempt} open={open === attempt.number} onToggle={() => setOpen(open === attempt.number ? null : attempt.number)} />
              {open === attempt.number && (
                <TableRow>
                  <TableCell colSpan={7} sx={{ bgcolor: "background.default" }}>
                    <RawAnswer path={`/api/batches/${encodeURIComponent(batchId)}/attempts/${attempt.number}/raw`} />
                  </TableCell>
                </TableRow>
              )}
            </Fragment>
          ))}
        </TableBody>
      </Table>
      <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
        {counted(attempts.length, "call")}, oldest first
      </Typography>
    </TableContainer>
  );
}

function AttemptRow({ attempt, open, onToggle }: { attempt: Attempt; open: boolean; onToggle: () => void }) {
  return (
    <TableRow sx={{ "& td": { verticalAlign: "top" } }}>
      <TableCell sx={{ whiteSpace: "nowrap" }}>
        {attempt.number}, item {attempt.item}
      </TableCell>
      <TableCell sx={{ whiteSpace: "nowrap" }}>
        <Moment at={attempt.started_at} />
      </TableCell>
      <TableCell sx={{ overflowWrap: "anywhere", minWidth: 200 }}>{attempt.message ?? NONE}</TableCell>
      <TableCell align="right">{attempt.http_status ?? NONE}</TableCell>
      <TableCell align="right">{count(attempt.prompt_tokens + attempt.completion_tokens)}</TableCell>
      <TableCell align="right" sx={{ whiteSpace: "nowrap" }}>
        {milliseconds(attempt.latency_ms)}
      </TableCell>
      <TableCell>
        {attempt.has_raw ? (
          <Button size="small" onClick={onToggle} aria-expanded={open} aria-label={`${open ? "Hide" : "Show"} the raw answer of call ${attempt.number}`} sx={{ py: 0 }}>
            {open ? "Hide" : "Show"}
          </Button>
        ) : (
          "not kept"
        )}
      </TableCell>
    </TableRow>
  );
}
