/** The plain inputs of the editor: each carries its pointer, so that a fault can lead to it. */
import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import Tooltip from "@mui/material/Tooltip";
import DeleteOutlined from "@mui/icons-material/DeleteOutlined";
import type { SxProps, Theme } from "@mui/material/styles";
import { useId, type HTMLAttributes } from "react";

interface FieldProps {
  label: string;
  pointer: string;
  value: string;
  onChange: (value: string) => void;
  fault?: string | null;
  hint?: string;
  readOnly?: boolean;
  sx?: SxProps<Theme>;
}

interface TextProps extends FieldProps {
  /** Rows at least: the area grows. */
  rows?: number;
  maxRows?: number;
  mono?: boolean;
  inputMode?: HTMLAttributes<HTMLInputElement>["inputMode"];
  placeholder?: string;
  required?: boolean;
}

export function TextLine({ label, pointer, value, onChange, fault, hint, readOnly, sx, rows, maxRows, mono, inputMode, placeholder, required }: TextProps) {
  return (
    <TextField
      id={useId()}
      data-pointer={pointer}
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={Boolean(fault)}
      helperText={fault ?? hint}
      required={required}
      placeholder={placeholder}
      multiline={rows !== undefined}
      minRows={rows}
      maxRows={maxRows}
      sx={sx}
      slotProps={{
        htmlInput: { inputMode, readOnly, spellCheck: mono ? false : undefined, style: mono ? (rows === undefined ? MONO_LINE : MONO) : undefined },
        formHelperText: { sx: { overflowWrap: "anywhere" } },
      }}
    />
  );
}

const MONO = { fontFamily: "ui-monospace, monospace", fontSize: "0.8125rem", lineHeight: 1.6 };
const MONO_LINE = { ...MONO, height: "1.4375rem" }; // as high as the inputs beside it

interface ChoiceProps extends FieldProps {
  options: readonly (readonly [value: string, label: string])[];
}

/** A value that is no option any more stays to be seen. */
export function Choice({ label, pointer, value, onChange, fault, hint, sx, options }: ChoiceProps) {
  const gone = !options.some(([option]) => option === value);
  return (
    <TextField
      id={useId()}
      data-pointer={pointer}
      select
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={Boolean(fault)}
      helperText={fault ?? hint}
      sx={sx}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      {options.map(([option, text]) => (
        <MenuItem key={option} value={option}>
          {text}
        </MenuItem>
      ))}
      {gone && <MenuItem value={value}>{value}</MenuItem>}
    </TextField>
  );
}

export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Tooltip title={label}>
      <IconButton aria-label={label} onClick={onClick} size="small">
        <DeleteOutlined fontSize="small" />
      </IconButton>
    </Tooltip>
  );
}
