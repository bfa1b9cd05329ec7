/** Leaving an edit with changes: stay, keep them as a draft, or throw them away. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";

interface LeaveDialogProps {
  open: boolean;
  onStay: () => void;
  onKeep: () => void;
  onDrop: () => void;
}

export function LeaveDialog({ open, onStay, onKeep, onDrop }: LeaveDialogProps) {
  return (
    <Dialog open={open} onClose={onStay} aria-labelledby="leave-edit">
      <DialogTitle id="leave-edit">Leave without saving?</DialogTitle>
      <DialogContent>What you changed can wait in this browser as a draft, and is offered when you come back to the sample.</DialogContent>
      <DialogActions sx={{ flexWrap: "wrap" }}>
        <Button color="error" onClick={onDrop}>
          Throw it away
        </Button>
        <Button onClick={onStay}>Go on editing</Button>
        <Button variant="contained" onClick={onKeep} autoFocus>
          Keep as a draft
        </Button>
      </DialogActions>
    </Dialog>
  );
}
