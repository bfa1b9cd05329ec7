/** The value of one parameter, as its form asks for it: empty is the first one, or a drawn one. */
import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import { TextLine } from "../edit/fields";
import type { ParameterRow } from "../model/form";
import { fromLines } from "../model/lines";

interface ParameterValueProps {
  row: ParameterRow;
  value: string;
  onChange: (value: string) => void;
  fault: string | null;
}

export function ParameterValue({ row, value, onChange, fault }: ParameterValueProps) {
  const pointer = `/parameters/${row.name}`;
  if (row.form !== "list") {
    const hint = row.form === "range" ? `${row.minimum || "?"} to ${row.maximum || "?"}` : undefined;
    return <TextLine label={row.name} pointer={pointer} value={value} onChange={onChange} fault={fault} hint={hint} inputMode={row.form === "range" ? "numeric" : undefined} />;
  }
  return (
    <Autocomplete
      freeSolo={row.open}
      options={[...new Set(fromLines(row.values))]}
      value={value || null}
      inputValue={value}
      onInputChange={(_, text) => onChange(text)}
      isOptionEqualToValue={(option, chosen) => option === chosen}
      renderInput={(params) => <TextField {...params} data-pointer={pointer} label={row.name} error={fault !== null} helperText={fault} />}
    />
  );
}
