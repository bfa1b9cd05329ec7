/** A decision met a sample that somebody has changed meanwhile: what they see now, what I saw, and the question again. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Moment } from "@/components/moment";
import { Shown } from "@/components/states";
import { useSampleVersion } from "@/lib/api/samples";
import { decidedOf, sameDecided, spoken, type Decided } from "./decisions";
import { DifferencesView } from "./differences-view";
import type { Conflict } from "./sender";

interface StaleDialogProps {
  conflict: Conflict;
  onInsist: () => void;
  onYield: () => void;
}

const AGAIN: Record<Decided["review"], string> = { approved: "Approve it all the same", rejected: "Reject it all the same", pending: "Take the decision back all the same" };

export function StaleDialog({ conflict: { entry, theirs }, onInsist, onYield }: StaleDialogProps) {
  const now = decidedOf(theirs);
  return (
    <Dialog open aria-labelledby="stale-decision" maxWidth="md" fullWidth onClose={onYield}>
      <DialogTitle id="stale-decision">It has been changed meanwhile</DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          <Typography>
            You wanted it to be <strong>{spoken(entry.after)}</strong>. Before that arrived, somebody changed this sample: {theirs.topic}.
          </Typography>
          <Side name="What you saw" decided={entry.before} version={entry.version} />
          <Side name="What is there now" decided={now} version={theirs.version ?? 1} by={theirs.reviewed_by} at={theirs.reviewed_at} />
          {!sameDecided(now, entry.before) && now.review !== "pending" && <Typography color="textSecondary">Your decision would take the place of theirs.</Typography>}
          <Changed sampleId={entry.sampleId} version={entry.version} theirs={theirs} />
        </Stack>
      </DialogContent>
      <DialogActions sx={{ flexWrap: "wrap" }}>
        <Button onClick={onYield} autoFocus>
          Leave it as it is now
        </Button>
        <Button variant="contained" onClick={onInsist}>
          {AGAIN[entry.after.review]}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Side({ name, decided, version, by, at }: { name: string; decided: Decided; version: number; by?: string | null; at?: string | null }) {
  return (
    <Typography>
      {name}: {spoken(decided)}
      {by && `, by ${by}`}
      {at && (
        <>
          , <Moment at={at} />
        </>
      )}
      , version {version} of the content.
    </Typography>
  );
}

/** Differences of the content; only those of another version have any. */
function Changed({ sampleId, version, theirs }: { sampleId: string; version: number; theirs: Conflict["theirs"] }) {
  const isSame = theirs.version === version;
  const seen = useSampleVersion(sampleId, isSame ? null : version);
  if (isSame) return <Typography color="textSecondary">The content is the same.</Typography>;
  return (
    <section aria-label="Differences">
      <Typography variant="h3" sx={{ mb: 1 }}>
        From what you saw to what is there now
      </Typography>
      <Shown query={seen}>{(old) => <DifferencesView before={old.content} after={theirs.content ?? {}} />}</Shown>
    </section>
  );
}
