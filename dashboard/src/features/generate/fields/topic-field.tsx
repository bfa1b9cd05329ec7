/** A topic: any text, with the topics of the template's taxonomy to choose from. */
import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import { useMemo } from "react";
import { useForm, useGenerate } from "../generate-context";
import { fieldId } from "../model/faults";
import { suggestionsOf } from "../model/templates";

interface TopicFieldProps {
  place: string;
  label: string;
  value: string;
  onChange: (topic: string) => void;
  hint?: string;
}

export function TopicField({ place, label, value, onChange, hint }: TopicFieldProps) {
  const { faultAt } = useGenerate();
  const suggestions = useSuggestions();
  const fault = faultAt(place);
  return (
    <Autocomplete
      id={fieldId(place)}
      freeSolo
      options={suggestions}
      inputValue={value}
      onInputChange={(_, text) => onChange(text)}
      renderInput={(params) => <TextField {...params} label={label} error={fault !== null} helperText={fault ?? hint} />}
    />
  );
}

export function useSuggestions(): string[] {
  const { definition } = useGenerate();
  const own = useForm((form) => form.kept.taxonomy);
  return useMemo(() => suggestionsOf(own ?? definition?.taxonomy), [own, definition]);
}
