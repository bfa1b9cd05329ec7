/** Text fields that know their place in the order, and show there what is wrong with it. */
import TextField, { type TextFieldProps } from "@mui/material/TextField";
import { useForm, useGenerate } from "../generate-context";
import { fieldId } from "../model/faults";
import type { GenerateForm } from "../model/form";

export type FieldProps = TextFieldProps & { place: string };

export function Field({ place, helperText, ...props }: FieldProps) {
  const fault = useGenerate().faultAt(place);
  return <TextField id={fieldId(place)} error={fault !== null} helperText={fault ?? helperText} {...props} />;
}

/** Parts of the form that are a text. */
type TextPart = { [K in keyof GenerateForm]: GenerateForm[K] extends string ? (string extends GenerateForm[K] ? K : never) : never }[keyof GenerateForm];

/** A field for one text of the form. */
export function TextOf({ part, ...props }: FieldProps & { part: TextPart }) {
  const { change } = useGenerate();
  const value = useForm((form) => form[part]);
  return <Field {...props} value={value} onChange={(event) => change({ [part]: event.target.value })} />;
}

/** For texts that are meant to be numbers: what is typed stays as it is typed. */
export const WHOLE = { htmlInput: { inputMode: "numeric", autoComplete: "off" } } as const;
export const DECIMAL = { htmlInput: { inputMode: "decimal", autoComplete: "off" } } as const;
