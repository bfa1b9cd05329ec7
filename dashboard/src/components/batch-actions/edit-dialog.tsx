/** Rename a batch, note something, change its priority and its target. Faults that the service finds stand at their fields. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Failure } from "@/components/states";
import { useToasts } from "@/components/toasts";
import type { Batch, BatchChange } from "@/lib/api/batches";
import { count } from "@/lib/format";
import { faultAt, Problem } from "@/lib/problem";
import { changeOf, faultsOf, formOf, type EditForm } from "./edit-form";
import { useBatchMoves } from "./use-batch-moves";
import { nameOf } from "./words";

const POINTERS: Record<keyof EditForm, string> = { name: "/name", notes: "/notes", priority: "/priority", target: "/target_count" };

export function EditDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const titleId = useId();
  const { change } = useBatchMoves();
  const toasts = useToasts();
  const [started] = useState(batch); // news do not change the form under the hands
  const [form, setForm] = useState(() => formOf(batch));
  const save = useMutation({
    mutationFn: (wanted: BatchChange) => change(batch, wanted),
    onSuccess: () => (toasts.done(`Saved: ${form.name.trim() || nameOf({ ...batch, name: null })}.`), onClose()),
  });
  const faults = faultsOf(form, started);
  const wanted = changeOf(form, started);
  const nothing = Object.keys(wanted).length === 0;

  const field = (name: keyof EditForm, hint: string) => {
    const fault = faults[name] ?? faultAt(save.error, POINTERS[name]);
    return {
      value: form[name],
      onChange: (event: React.ChangeEvent<HTMLInputElement>) => setForm({ ...form, [name]: event.target.value }),
      error: Boolean(fault),
      helperText: fault ?? hint,
    };
  };

  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={titleId}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (nothing) onClose();
          else if (!Object.keys(faults).length) save.mutate(wanted);
        }}
      >
        <DialogTitle id={titleId}>Change {nameOf(started)}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            {save.isError && !isShownAtField(save.error) && <Failure error={save.error} />}
            <TextField label="Name" autoFocus {...field("name", "Left empty, the batch is called by its id.")} />
            <TextField label="Notes" multiline minRows={2} maxRows={8} {...field("notes", "Whatever is worth remembering.")} />
            <Stack direction={{ xs: "column", sm: "row" }} spacing={2}>
              <TextField label="Priority" slotProps={NUMERIC} {...field("priority", priorityHint(started))} />
              <TextField label="Target" slotProps={NUMERIC} disabled={started.status === "completed"} {...field("target", targetHint(started))} />
            </Stack>
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={save.isPending || nothing}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

const NUMERIC = { htmlInput: { inputMode: "numeric" as const } };

function isShownAtField(error: unknown): boolean {
  return error instanceof Problem && Object.values(POINTERS).some((pointer) => error.at(pointer) !== null);
}

function priorityHint(batch: Batch): string {
  return batch.status === "queued" ? "It joins the queue anew, behind the last one of at least this." : "Counts when it next joins the queue.";
}

function targetHint(batch: Batch): string {
  if (batch.status === "completed") return "A completed batch keeps its target.";
  if (batch.status === "stopped" || batch.status === "failed") return "Counts when it is retried.";
  return `Samples to accept; ${count(batch.samples_generated)} are there.`;
}
