/** Somebody saved another version meanwhile: both are shown, and a person decides. Drawn only while it is open. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { TemplateDefinition } from "@/lib/api/templates";
import { asText } from "../model/as-text";
import { DiffView } from "../versions/diff-view";

interface ConflictDialogProps {
  newest: { version: number; definition: TemplateDefinition };
  mine: TemplateDefinition | null;
  busy: boolean;
  onMine: () => void;
  onTheirs: () => void;
  onClose: () => void;
}

export function ConflictDialog({ newest, mine, busy, onMine, onTheirs, onClose }: ConflictDialogProps) {
  const small = useMediaQuery("(max-width: 600px)");
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth fullScreen={small} aria-labelledby="conflict-title">
      <DialogTitle id="conflict-title">Version {newest.version} was saved meanwhile</DialogTitle>
      <DialogContent>
        <Typography sx={{ mb: 1.5 }}>
          Lines with − stand only in version {newest.version}, lines with + only in your draft. Nothing is lost either way: every version stays in the
          list of versions.
        </Typography>
        {mine ? (
          <DiffView before={asText(newest.definition)} after={asText(mine)} label={`Version ${newest.version} and your draft`} />
        ) : (
          <Typography color="textSecondary">Your draft cannot be compared while one of its parts cannot be read.</Typography>
        )}
      </DialogContent>
      <DialogActions sx={{ flexWrap: "wrap", gap: 1 }}>
        <Button onClick={onClose}>Keep editing</Button>
        <Button onClick={onTheirs} color="error">
          Take theirs, drop mine
        </Button>
        <Button variant="contained" onClick={onMine} disabled={busy || !mine}>
          Save mine on top
        </Button>
      </DialogActions>
    </Dialog>
  );
}
