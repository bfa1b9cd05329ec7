/** One field of a content as a control, by its kind, with what is wrong with it. */
import FormControl from "@mui/material/FormControl";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormHelperText from "@mui/material/FormHelperText";
import MenuItem from "@mui/material/MenuItem";
import Switch from "@mui/material/Switch";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { labelOf } from "@/components/sample/blocks";
import type { Fault } from "@/lib/problem";
import { objectOf, pointerTo, stringsOf, type Schema } from "./faults";
import { faultAt, faultsBelow, withTyped, withValue, type FieldOf, type Form, type Turn } from "./form";
import { MessagesInput, TextsInput } from "./list-inputs";

interface FieldInputProps {
  field: FieldOf;
  form: Form;
  faults: readonly Fault[];
  onChange: (form: Form) => void;
  autoFocus?: boolean;
}

export function FieldInput({ field, form, faults, onChange, autoFocus = false }: FieldInputProps) {
  const { name, kind, isNullable, isNeeded, schema } = field;
  const pointer = pointerTo("/content", name);
  const fault = faultsBelow(faults, pointer);
  const value = form.content[name];
  const put = (next: unknown) => onChange(withValue(form, name, next));
  const label = labelOf(name) + (isNeeded || !Object.keys(schema).length ? "" : " (may be left out)");
  const common = { label, error: !!fault, helperText: fault, autoFocus };

  if (kind === "text") {
    const read = (text: string) => (text === "" && isNullable ? null : text);
    return <TextField {...common} multiline minRows={1} maxRows={18} value={(value) ?? ""} onChange={(event) => put(read(event.target.value))} />;
  }
  if (kind === "choice") {
    const choices = schema.enum as (string | null)[];
    return (
      <TextField {...common} select value={value ?? ""} onChange={(event) => put(event.target.value || null)}>
        {choices.map((one) => (
          <MenuItem key={one ?? ""} value={one ?? ""}>
            {one ?? "none"}
          </MenuItem>
        ))}
      </TextField>
    );
  }
  if (kind === "boolean") {
    return (
      <FormControl error={!!fault}>
        <FormControlLabel label={label} control={<Switch checked={value === true} onChange={(_, on) => put(on)} autoFocus={autoFocus} />} />
        <FormHelperText>{fault}</FormHelperText>
      </FormControl>
    );
  }
  const lists = { label, autoFocus, fault: faultAt(faults, pointer), at: (rest: string) => faultsBelow(faults, `${pointer}/${rest}`), onChange: put };
  if (kind === "strings") return <TextsInput {...lists} texts={(value as string[] | null | undefined) ?? []} />;
  if (kind === "messages") return <MessagesInput {...lists} turns={(value as Turn[] | null | undefined) ?? []} roles={rolesOf(schema)} />;
  const written = kind === "json" ? JSON.stringify(value ?? null, null, 2) : value == null ? "" : JSON.stringify(value);
  return <TypedInput {...common} isJson={kind === "json"} initial={form.unread[name] ?? written} onType={(text) => onChange(withTyped(form, field, text))} />;
}

interface TypedInputProps {
  label: string;
  error: boolean;
  helperText: string | undefined;
  autoFocus: boolean;
  isJson: boolean;
  initial: string;
  onType: (text: string) => void;
}

/** Keeps the text as it is typed: a value written anew at each key would move the cursor. */
function TypedInput({ isJson, initial, onType, helperText, ...field }: TypedInputProps) {
  const [text, setText] = useState(initial);
  return (
    <TextField
      {...field}
      multiline={isJson}
      minRows={isJson ? 3 : undefined}
      maxRows={18}
      value={text}
      helperText={helperText ?? (isJson ? "As JSON" : undefined)}
      slotProps={{ htmlInput: isJson ? { spellCheck: false, style: MONO } : { inputMode: "decimal" } }}
      onChange={(event) => {
        setText(event.target.value);
        onType(event.target.value);
      }}
    />
  );
}

const MONO = { fontFamily: "ui-monospace, monospace", fontSize: "0.8125rem" };

function rolesOf(schema: Schema): string[] {
  return stringsOf(objectOf(objectOf(objectOf(schema.items).properties).role).enum);
}
