/** Text fields that know their place in the order, and show there what is wrong with it. */
import TextField, { type TextFieldProps } from "@mui/material/TextField";
import { useForm, useGenerate } from "../generate-context";
import { fieldId } from "../model/faults";
import { faultOfNumber, type GenerateForm, type Numeric } from "../model/form";

export type FieldProps = TextFieldProps & {
  place: string;
  /** The text is meant to be a number: it stays as it is typed, and what is no number is told at once. */
  numeric?: Numeric;
};

export function Field({ place, numeric, helperText, ...props }: FieldProps) {
  const refused = useGenerate().faultAt(place);
  const fault = numeric ? (faultOfNumber(String(props.value), numeric) ?? refused) : refused;
  return <TextField id={fieldId(place)} error={fault !== null} helperText={fault ?? helperText} {...(numeric && KEYBOARD[numeric])} {...props} />;
}

const KEYBOARD = {
  whole: { slotProps: { htmlInput: { inputMode: "numeric", autoComplete: "off" } } },
  decimal: { slotProps: { htmlInput: { inputMode: "decimal", autoComplete: "off" } } },
} as const;

/** Parts of the form that are a text. */
type TextPart = { [K in keyof GenerateForm]: GenerateForm[K] extends string ? (string extends GenerateForm[K] ? K : never) : never }[keyof GenerateForm];

/** A field for one text of the form. */
export function TextOf({ part, ...props }: FieldProps & { part: TextPart }) {
  const { change } = useGenerate();
  const value = useForm((form) => form[part]);
  return <Field {...props} value={value} onChange={(event) => change({ [part]: event.target.value })} />;
}
