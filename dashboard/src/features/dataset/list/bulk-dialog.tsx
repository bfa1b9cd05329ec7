/** Decide about many: first how many that are, then yes or no, then it is done; a number that has changed asks again. */
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useId, useState, type SyntheticEvent } from "react";
import { Failure, Loading } from "@/components/states";
import { count } from "@/lib/format";
import { faultAt } from "@/lib/problem";
import { ReasonField } from "../shared/reason-field";
import { titleOf, verbOf, willHappen, type Bulk } from "./bulk";
import { useBulk } from "./use-bulk";

interface BulkDialogProps {
  bulk: Bulk;
  onClose: () => void;
  onDone: (bulk: Bulk) => void;
}

export function BulkDialog({ bulk, onClose, onDone }: BulkDialogProps) {
  const [reason, setReason] = useState("");
  const { counting, matched, wasOther, doing } = useBulk(bulk, () => (onClose(), onDone(bulk)));
  const title = useId();
  const isReady = Boolean(matched) && (bulk.action !== "reject" || Boolean(reason.trim()));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (isReady) doing.mutate(reason);
  };
  return (
    <Dialog open onClose={doing.isPending ? undefined : onClose} fullWidth maxWidth="sm" aria-labelledby={title}>
      <form onSubmit={submit}>
        <DialogTitle id={title}>{titleOf(bulk)}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} aria-live="polite">
            {counting.isError && <Failure error={counting.error} onRetry={() => void counting.refetch()} />}
            {counting.isPending && <Loading rows={2} label="Counting" />}
            {wasOther && matched !== undefined && (
              <Alert severity="warning" variant="outlined">
                Another number of samples match meanwhile: it is {count(matched)} now. Nothing has been changed yet.
              </Alert>
            )}
            {matched !== undefined && <Typography>{matched ? willHappen(bulk, matched) : "No sample matches any more; there is nothing to do."}</Typography>}
            {bulk.action === "reject" && Boolean(matched) && <ReasonField value={reason} onChange={setReason} fault={faultAt(doing.error, "/reason")} />}
            {doing.isError && !wasOther && <Failure error={doing.error} />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={doing.isPending}>
            Cancel
          </Button>
          <Button type="submit" variant="contained" color={bulk.action === "reject" ? "error" : "primary"} disabled={!isReady} loading={doing.isPending}>
            {matched ? `${verbOf(bulk.action)} ${count(matched)}` : verbOf(bulk.action)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
