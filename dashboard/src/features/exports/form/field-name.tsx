/** A field of the samples: one of those that are known, or any name that is typed. */
import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import { useForm } from "./form-context";

interface FieldNameProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  fault: string | null;
}

export function FieldName({ label, value, onChange, fault }: FieldNameProps) {
  const { known } = useForm();
  return (
    <Autocomplete
      freeSolo
      disableClearable
      size="small"
      options={known}
      inputValue={value}
      onInputChange={(_, typed, reason) => reason !== "reset" && onChange(typed)}
      onChange={(_, chosen) => onChange(chosen)}
      value={value}
      renderInput={(params) => <TextField {...params} label={label} error={fault !== null} helperText={fault} />}
    />
  );
}
