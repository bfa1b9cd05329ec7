/** Asks where on the Hugging Face Hub the export goes; says in the service's words when it cannot. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import FormControlLabel from "@mui/material/FormControlLabel";
import Stack from "@mui/material/Stack";
import Switch from "@mui/material/Switch";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { Failure } from "@/components/states";
import { useToasts } from "@/components/toasts";
import { pushExport, type Export } from "@/lib/api/exports";
import { keys } from "@/lib/keys";
import { faultAt } from "@/lib/problem";
import { pushOf } from "../model/standing";

export function PushDialog({ one, open, onClose }: { one: Export; open: boolean; onClose: () => void }) {
  const before = pushOf(one);
  const client = useQueryClient();
  const toasts = useToasts();
  const [repoId, setRepoId] = useState(before?.repoId ?? "");
  const [isPrivate, setPrivate] = useState(before?.isPrivate ?? true);
  const pushing = useMutation({
    mutationFn: () => pushExport(one.export_id, { repo_id: repoId.trim(), private: isPrivate }),
    onSuccess: (answer) => {
      client.setQueryData(keys.export(one.export_id), answer);
      toasts.done(`The push to ${repoId.trim()} is under way.`);
      onClose();
    },
  });
  const fault = faultAt(pushing.error, "/repo_id");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    pushing.mutate();
  };
  return (
    <Dialog open={open} onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="push-title">
      <form onSubmit={submit}>
        <DialogTitle id="push-title">Push to the Hugging Face Hub</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 0.5 }}>
            <Typography color="textSecondary">All files go into one dataset there, in one commit. The data leaves this machine.</Typography>
            <TextField
              label="Dataset on the Hub"
              autoFocus
              value={repoId}
              onChange={(event) => {
                setRepoId(event.target.value);
                if (pushing.isError) pushing.reset();
              }}
              error={fault !== null}
              helperText={fault ?? "owner/name; it is made if there is none"}
              slotProps={{ htmlInput: { maxLength: 96, autoComplete: "off", spellCheck: false } }}
            />
            <FormControlLabel control={<Switch size="small" checked={isPrivate} onChange={(_, checked) => setPrivate(checked)} />} label="Private, if the dataset is new" sx={{ ml: 0, gap: 1 }} />
            {pushing.isError && !fault && <Failure error={pushing.error} />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={!repoId.trim()} loading={pushing.isPending}>
            Push
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
