/** Gives a preset another name; a name that is taken is told at the field. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState, type SyntheticEvent } from "react";
import { useSavePreset, type Preset } from "@/lib/api/presets";
import { asProblem } from "@/lib/problem";

export function RenamePreset({ preset, onDone }: { preset: Preset; onDone: () => void }) {
  const [name, setName] = useState(preset.name);
  const save = useSavePreset();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate({ presetId: preset.preset_id, name: name.trim(), order: preset.order }, { onSuccess: onDone });
  };
  return (
    <Stack component="form" direction="row" spacing={1} onSubmit={submit} sx={{ width: "100%", alignItems: "flex-start", py: 0.5 }}>
      <TextField
        label={`New name of ${preset.name}`}
        value={name}
        autoFocus
        onChange={(event) => {
          setName(event.target.value);
          save.reset();
        }}
        error={save.isError}
        helperText={save.isError ? asProblem(save.error).detail : undefined}
      />
      <Button type="submit" variant="contained" disabled={!name.trim()} loading={save.isPending} sx={{ height: 40 }}>
        Rename
      </Button>
      <Button onClick={onDone} sx={{ height: 40 }}>
        Cancel
      </Button>
    </Stack>
  );
}
