/** Why a sample is rejected: typed, or chosen by a number while nothing is typed yet. */
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useRef, useState, type KeyboardEvent, type SubmitEvent } from "react";

const LONGEST = 200;

interface ReasonFormProps {
  /** Reasons to choose from, at most nine. */
  reasons: readonly string[];
  /** The reason that it has, where it is rejected already. */
  initial: string;
  onReject: (reason: string) => void;
  onCancel: () => void;
}

export function ReasonForm({ reasons, initial, onReject, onCancel }: ReasonFormProps) {
  const [reason, setReason] = useState(initial);
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const choose = (chosen: string) => {
    setReason(chosen);
    setMissing(false);
    field.current?.focus();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const said = reason.trim();
    if (said) onReject(said);
    else setMissing(true);
  };
  const hear = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      onCancel();
      return;
    }
    const chosen = reason === "" && /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey ? reasons[Number(event.key) - 1] : undefined;
    if (chosen === undefined) return;
    event.preventDefault();
    choose(chosen);
  };
  return (
    <Stack component="form" spacing={1} onSubmit={submit} onKeyDown={hear} aria-label="Reject with a reason">
      <Stack direction="row" role="group" aria-label="Reasons to choose from" sx={{ flexWrap: "wrap", gap: 0.75 }}>
        {reasons.map((one, place) => (
          <Chip key={one} label={`${place + 1}  ${one}`} variant="outlined" onClick={() => choose(one)} aria-keyshortcuts={String(place + 1)} sx={{ maxWidth: "100%", whiteSpace: "pre" }} />
        ))}
      </Stack>
      <Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 1, alignItems: { sm: "flex-start" } }}>
        <TextField
          label="Reason"
          value={reason}
          onChange={(event) => (setReason(event.target.value), setMissing(false))}
          inputRef={field}
          autoFocus
          error={isMissing}
          helperText={isMissing ? "A reason is needed: it shows what the template does wrong." : "1 to 9 chooses while the field is empty. Enter rejects, Escape cancels."}
          slotProps={{ htmlInput: { maxLength: LONGEST, autoComplete: "off" } }}
          sx={{ maxWidth: 640 }}
        />
        <Stack direction="row" sx={{ gap: 1 }}>
          <Button type="submit" variant="contained" color="error" sx={{ minHeight: 40 }}>
            Reject
          </Button>
          <Button onClick={onCancel} sx={{ minHeight: 40 }}>
            Cancel
          </Button>
        </Stack>
      </Stack>
    </Stack>
  );
}
