/** A difficulty, or any: all are then drawn evenly. */
import MenuItem from "@mui/material/MenuItem";
import { sentence } from "@/lib/format";
import { DIFFICULTIES, type Difficulty } from "../model/form";
import { Field } from "./field";

interface DifficultyFieldProps {
  place: string;
  value: Difficulty | "";
  onChange: (difficulty: Difficulty | "") => void;
  label?: string;
  any?: string;
}

export function DifficultyField({ place, value, onChange, label = "Difficulty", any = "Any" }: DifficultyFieldProps) {
  return (
    <Field
      place={place}
      select
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as Difficulty | "")}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">{any}</MenuItem>
      {DIFFICULTIES.map((one) => (
        <MenuItem key={one} value={one}>
          {sentence(one)}
        </MenuItem>
      ))}
    </Field>
  );
}
