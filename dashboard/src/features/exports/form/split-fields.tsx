/** Training, validation and test as percentages of the samples; presets beside fields for any other division. */
import Box from "@mui/material/Box";
import FormHelperText from "@mui/material/FormHelperText";
import InputAdornment from "@mui/material/InputAdornment";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { sentence } from "@/lib/format";
import { isSplit, PARTS, presetName, presetOf, PRESETS, withPreset, type SplitTyped } from "../model/split";
import { useForm } from "./form-context";

export function SplitFields() {
  const { form, change, faultAt, exactFaultAt } = useForm();
  const { split } = form;
  const set = (part: keyof SplitTyped, typed: string) => change({ split: { ...split, [part]: typed } });
  const sumFault = exactFaultAt("/split");
  return (
    <Stack spacing={1.5} role="group" aria-label="Split">
      <Stack direction="row" sx={{ gap: 1.5, alignItems: "center", flexWrap: "wrap" }}>
        <Typography variant="body2" color="textSecondary">
          Per cent for training, validation and test
        </Typography>
        <ToggleButtonGroup exclusive size="small" aria-label="Usual splits" value={presetOf(split)} onChange={(_, name: string | null) => name && change({ split: withPreset(split, name) })}>
          {PRESETS.map((preset) => (
            <ToggleButton key={presetName(preset)} value={presetName(preset)} sx={{ py: 0.25, whiteSpace: "nowrap" }}>
              {presetName(preset)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Stack>
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: { xs: isSplit(split) ? "repeat(2, minmax(0, 1fr))" : "repeat(3, minmax(0, 1fr))", sm: isSplit(split) ? "repeat(4, minmax(0, 1fr))" : "repeat(3, minmax(0, 1fr))" } }}>
        {PARTS.map((part) => {
          const fault = faultAt(`/split/${part}`);
          return (
            <TextField
              key={part}
              label={part === "train" ? "Training" : sentence(part)}
              type="number"
              value={split[part]}
              onChange={(event) => set(part, event.target.value)}
              error={fault !== null || sumFault !== null}
              helperText={fault}
              slotProps={{ htmlInput: { min: 0, max: 100, step: "any" }, input: { endAdornment: <InputAdornment position="end">%</InputAdornment> } }}
            />
          );
        })}
        {isSplit(split) && <SeedField value={split.seed} fault={faultAt("/split/seed")} onChange={(typed) => set("seed", typed)} />}
      </Box>
      <FormHelperText error={sumFault !== null} role={sumFault ? "alert" : undefined} sx={{ mx: 0 }}>
        {sumFault ?? (isSplit(split) ? "Samples that are nearly the same, or from the same passage, stay together. The same seed gives the same split." : "All samples go into one file for training.")}
      </FormHelperText>
    </Stack>
  );
}

function SeedField({ value, fault, onChange }: { value: string; fault: string | null; onChange: (typed: string) => void }) {
  return <TextField label="Seed" type="number" value={value} onChange={(event) => onChange(event.target.value)} error={fault !== null} helperText={fault} slotProps={{ htmlInput: { min: 0, step: 1 } }} />;
}
