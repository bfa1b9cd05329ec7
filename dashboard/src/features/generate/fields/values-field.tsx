/** Several values of one thing as chips: picked from a list, or typed where other values are allowed. */
import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useGenerate } from "../generate-context";
import { fieldId } from "../model/faults";
import { wholeOf, type Value } from "../model/form";

interface ValuesFieldProps {
  place: string;
  label: string;
  values: readonly Value[];
  options: readonly Value[];
  onChange: (values: Value[]) => void;
  /** Values that are not in the list can be typed. */
  open?: boolean;
  numeric?: boolean;
  hint?: string;
}

export function ValuesField({ place, label, values, options, onChange, open = false, numeric = false, hint }: ValuesFieldProps) {
  const fault = useGenerate().faultAt(place);
  const [typed, setTyped] = useState("");
  const take = (texts: readonly Value[]) => onChange(unique(texts.map((one) => valueOf(one, numeric))));
  // What was typed and not ended with Enter counts, too: nobody expects a field to forget.
  const takeTyped = () => {
    if (open && typed.trim()) take([...values, typed.trim()]);
    setTyped("");
  };
  return (
    <Autocomplete<Value, true, false, boolean>
      id={fieldId(place)}
      multiple
      freeSolo={open}
      disableCloseOnSelect
      filterSelectedOptions
      options={options}
      value={[...values]}
      inputValue={typed}
      onInputChange={(_, text, reason) => reason !== "blur" && setTyped(text)}
      onBlur={takeTyped}
      getOptionLabel={String}
      onChange={(_, chosen) => take(chosen)}
      renderInput={(params) => <TextField {...params} label={label} error={fault !== null} helperText={fault ?? hint} />}
    />
  );
}

/** A number where numbers are meant; else the text as it is, for the service to judge. */
function valueOf(value: Value, numeric: boolean): Value {
  if (typeof value === "number") return value;
  return (numeric ? wholeOf(value) : null) ?? value.trim();
}

function unique(values: readonly Value[]): Value[] {
  return [...new Set(values)].filter((value) => value !== "");
}
