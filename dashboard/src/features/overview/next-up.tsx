/** What runs and what comes next. */
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { Moment } from "@/components/moment";
import { Panel } from "@/components/page";
import { Shown } from "@/components/states";
import { useQueue, type QueueEntry } from "@/lib/api/queue";
import { counted } from "@/lib/format";

const SHOWN = 6;

export function NextUp() {
  const queue = useQueue();
  return (
    <Panel
      title="Queue"
      actions={
        <Button component={RouterLink} to="/queue" size="small">
          Order
        </Button>
      }
    >
      <Shown query={queue}>
        {(page) =>
          page.queue.length === 0 ? (
            <Typography color="textSecondary">Nothing runs and nothing waits.</Typography>
          ) : (
            <Stack component="ol" spacing={1.25} sx={{ listStyle: "none", m: 0, p: 0 }}>
              {page.queue.slice(0, SHOWN).map((entry) => (
                <Entry key={entry.batch_id} entry={entry} />
              ))}
              {page.total > SHOWN && (
                <Typography component="li" variant="body2" color="textSecondary">
                  and {counted(page.total - SHOWN, "more batch", "more batches")}
                </Typography>
              )}
            </Stack>
          )
        }
      </Shown>
    </Panel>
  );
}

function Entry({ entry }: { entry: QueueEntry }) {
  return (
    <li>
      <Stack direction="row" sx={{ gap: 1, justifyContent: "space-between" }}>
        <Link component={RouterLink} to={`/batches/${entry.batch_id}`} noWrap sx={{ minWidth: 0 }} underline="hover">
          {entry.name ?? entry.batch_id}
        </Link>
        <Typography variant="body2" color="textSecondary" noWrap sx={{ flexShrink: 0 }}>
          {entry.position === 0 ? "runs" : entry.status === "queued" ? `next ${entry.position}` : entry.status}
        </Typography>
      </Stack>
      <Typography variant="body2" color="textSecondary">
        {counted(entry.remaining, "sample")} to go
        {entry.position > 0 && entry.estimated_start_at && (
          <>
            , begins about <Moment at={entry.estimated_start_at} />
          </>
        )}
        {entry.position === 0 && entry.estimated_end_at && (
          <>
            , done about <Moment at={entry.estimated_end_at} />
          </>
        )}
      </Typography>
    </li>
  );
}
