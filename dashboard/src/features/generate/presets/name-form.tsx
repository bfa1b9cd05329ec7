/** The name of a preset and the button that saves it; a name that is taken is told at the field. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState, type SyntheticEvent } from "react";
import { asProblem } from "@/lib/problem";

interface NameFormProps {
  label: string;
  button: string;
  start: string;
  save: { isError: boolean; error: unknown; isPending: boolean; reset: () => void };
  /** Saves under the name; `empty` empties the field for the next one. */
  onSubmit: (name: string, empty: () => void) => void;
  onCancel?: () => void;
}

export function NameForm({ label, button, start, save, onSubmit, onCancel }: NameFormProps) {
  const [name, setName] = useState(start);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit(name.trim(), () => setName(""));
  };
  return (
    <Stack component="form" direction="row" spacing={1} onSubmit={submit} sx={{ width: "100%", alignItems: "flex-start" }}>
      <TextField
        label={label}
        value={name}
        autoFocus={onCancel !== undefined}
        onChange={(event) => {
          setName(event.target.value);
          save.reset();
        }}
        error={save.isError}
        helperText={save.isError ? asProblem(save.error).detail : undefined}
      />
      <Button type="submit" variant="contained" disabled={!name.trim()} loading={save.isPending} sx={{ height: 40 }}>
        {button}
      </Button>
      {onCancel && (
        <Button onClick={onCancel} sx={{ height: 40 }}>
          Cancel
        </Button>
      )}
    </Stack>
  );
}
