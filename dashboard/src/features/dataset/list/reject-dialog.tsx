/** Why one sample is rejected. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useId, useState, type SyntheticEvent } from "react";
import { ReasonField } from "../shared/reason-field";

interface RejectDialogProps {
  template: string;
  onReject: (reason: string) => void;
  onClose: () => void;
}

export function RejectDialog({ template, onReject, onClose }: RejectDialogProps) {
  const [reason, setReason] = useState("");
  const title = useId();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (reason.trim()) onReject(reason.trim());
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={title}>
      <form onSubmit={submit}>
        <DialogTitle id={title}>Reject this sample</DialogTitle>
        <DialogContent sx={{ "&&": { pt: 1 } }}>
          <ReasonField value={reason} onChange={setReason} template={template} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" color="error" disabled={!reason.trim()}>
            Reject
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
