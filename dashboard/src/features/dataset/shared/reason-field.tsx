/** Why a sample is rejected: a line of one's own, or one of the reasons given lately. */
import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import { useMemo } from "react";
import { useTemplate } from "@/lib/api/templates";
import { recentReasons, suggested } from "./reasons";

const LONGEST = 200;

interface ReasonFieldProps {
  value: string;
  onChange: (reason: string) => void;
  /** Name of the template whose usual reasons are suggested, too. */
  template?: string | null;
  fault?: string | null;
}

export function ReasonField({ value, onChange, template = null, fault }: ReasonFieldProps) {
  const { data } = useTemplate(template);
  const options = useMemo(() => suggested(recentReasons(), (data?.refusals ?? []).flatMap(({ reason }) => reason ?? [])), [data]);
  return (
    <Autocomplete
      freeSolo
      openOnFocus
      options={options}
      inputValue={value}
      onInputChange={(_, reason) => onChange(reason)}
      renderInput={(params) => (
        <TextField
          {...params}
          label="Reason"
          required
          autoFocus
          error={Boolean(fault)}
          helperText={fault ?? "Reasons are counted for each version of the template."}
          slotProps={{ ...params.slotProps, htmlInput: { ...params.slotProps.htmlInput, maxLength: LONGEST } }}
        />
      )}
    />
  );
}
