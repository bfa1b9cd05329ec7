/** Fields that choose samples: a text that is taken over when typing pauses, and a choice of words. */
import MenuItem from "@mui/material/MenuItem";
import TextField, { type TextFieldProps } from "@mui/material/TextField";
import { useEffect, useState } from "react";

const PAUSE_MS = 350;

type DraftFieldProps = Omit<TextFieldProps, "value" | "onChange"> & { value: string; onCommit: (value: string) => void };

/** A text field that keeps what is typed to itself until typing pauses, Enter is pressed or the field is left. */
export function DraftField({ value, onCommit, ...field }: DraftFieldProps) {
  const [draft, setDraft] = useState(value);
  const [committed, setCommitted] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // Changed from outside (a chip was removed, the way back was taken): that is what the field says now.
    if (value !== committed) {
      setDraft(value);
      setCommitted(value);
    }
  }
  const commit = () => {
    const next = draft.trim();
    if (next === committed) return;
    setCommitted(next);
    onCommit(next);
  };
  useEffect(() => {
    if (draft.trim() === committed) return;
    const timer = setTimeout(commit, PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return <TextField {...field} value={draft} onChange={(event) => setDraft(event.target.value)} onBlur={commit} onKeyDown={(event) => event.key === "Enter" && commit()} />;
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  options: readonly (readonly [value: string, name: string])[];
  /** What no choice means. */
  none?: string;
  disabled?: boolean;
  fault?: string | null;
}

export function Choice({ label, value, onChange, options, none = "Any", disabled = false, fault = null }: ChoiceProps) {
  const isListed = value === undefined || options.some(([one]) => one === value);
  return (
    <TextField
      select
      label={label}
      value={value ?? ""}
      disabled={disabled}
      error={fault !== null}
      helperText={fault}
      onChange={(event) => onChange(event.target.value || undefined)}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
    >
      <MenuItem value="">{none}</MenuItem>
      {!isListed && <MenuItem value={value}>{value}</MenuItem>}
      {options.map(([one, name]) => (
        <MenuItem key={one} value={one}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
