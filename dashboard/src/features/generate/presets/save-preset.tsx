/** Saves the form as a new preset. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState, type SyntheticEvent } from "react";
import { useToasts } from "@/components/toasts";
import { useSavePreset } from "@/lib/api/presets";
import { asProblem } from "@/lib/problem";
import { useOrderForm } from "../use-order-form";
import { formToOrder } from "../model/form-to-order";

export function SavePreset() {
  const form = useOrderForm();
  const toasts = useToasts();
  const save = useSavePreset();
  const [name, setName] = useState(form.name);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(
      { name: name.trim(), order: formToOrder(form).order },
      {
        onSuccess: ({ preset }) => {
          setName("");
          toasts.done(`Saved as the preset ${preset.name}.`);
        },
      },
    );
  };
  return (
    <Stack component="form" direction="row" spacing={1} onSubmit={submit} sx={{ alignItems: "flex-start", pt: 1, pb: 2 }}>
      <TextField
        label="Save the form as"
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          save.reset();
        }}
        error={save.isError}
        helperText={save.isError ? asProblem(save.error).detail : undefined}
      />
      <Button type="submit" variant="contained" disabled={!name.trim()} loading={save.isPending} sx={{ height: 40 }}>
        Save
      </Button>
    </Stack>
  );
}
