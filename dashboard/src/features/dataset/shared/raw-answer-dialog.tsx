/** What the provider answered, as it came. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useId } from "react";
import { Loading, Failure } from "@/components/states";
import { useCopy } from "@/components/use-copy";
import { useRaw, type RawAnswer } from "@/lib/api/samples";
import { Problem } from "@/lib/problem";
import { readable } from "./readable";

interface RawAnswerDialogProps {
  /** One of the two raw routes; null: closed. */
  path: string | null;
  onClose: () => void;
}

export function rawPath(sampleId: string): string {
  return `/api/samples/${encodeURIComponent(sampleId)}/raw`;
}

export function RawAnswerDialog({ path, onClose }: RawAnswerDialogProps) {
  const raw = useRaw(path);
  const copy = useCopy();
  const title = useId();
  return (
    <Dialog open={path !== null} onClose={onClose} fullWidth maxWidth="md" aria-labelledby={title}>
      <DialogTitle id={title}>Raw answer of the provider</DialogTitle>
      <DialogContent>{raw.data ? <Answer answer={raw.data} /> : raw.error ? <Missing error={raw.error} onRetry={() => void raw.refetch()} /> : <Loading label="Loading the raw answer" />}</DialogContent>
      <DialogActions>
        {raw.data && <Button onClick={() => void copy(raw.data.text, "the raw answer")}>Copy</Button>}
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

function Answer({ answer: { text, truncated } }: { answer: RawAnswer }) {
  return (
    <>
      {truncated && (
        <Alert severity="info" variant="outlined" sx={{ mb: 1.5 }}>
          Only the first part of this answer was kept.
        </Alert>
      )}
      <Box component="pre" tabIndex={0} role="region" aria-label="Answer" sx={{ m: 0, p: 1.5, bgcolor: "action.hover", borderRadius: 1, fontSize: "0.8125rem", whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {readable(text)}
      </Box>
    </>
  );
}

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (!(error instanceof Problem) || error.status !== 404) return <Failure error={error} onRetry={onRetry} />;
  return (
    <Alert severity="info" variant="outlined">
      {error.detail} Raw answers are kept for a limited time (setting GRISTMILL_KEEP_RESPONSES_DAYS).
    </Alert>
  );
}
