/** One setting of a check, as its check needs it. */
import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import type { Setting } from "../model/checks";
import type { Faults } from "../model/faults";
import type { CheckRow } from "../model/form";
import { Choice, TextLine } from "./fields";

interface CheckSettingProps {
  setting: Setting;
  row: CheckRow;
  /** Pointer of the check. */
  path: string;
  change: (patch: Partial<CheckRow>) => void;
  names: readonly string[];
  parameters: readonly string[];
  faults: Faults;
}

const LABELS: Record<Setting, string> = {
  field: "Field",
  of: "Compared with",
  fields: "Fields (none: all)",
  minimum: "Minimum",
  maximum: "Maximum",
  threshold: "Threshold, 0 to 1",
  language: "Language (two letters)",
  pattern: "Regular expression",
  phrases: "Phrases, one a line",
  when: "When",
  scope: "Looks among",
};

const WHEN = [
  ["always", "Always"],
  ["asked", "If the instruction asks for steps"],
] as const;
const SCOPE = [
  ["", "As the service is set"],
  ["batch", "Samples of the batch"],
  ["dataset", "All samples"],
] as const;
/** What a check takes when nothing is said; after docs/quality.md. */
const STANDARD: Partial<Record<CheckRow["check"], Partial<Record<Setting, string>>>> = {
  not_copy: { threshold: "0.9" },
  differs: { threshold: "0.9" },
  numbered_steps: { minimum: "2" },
  contamination: { minimum: "13" },
  near_duplicate: { threshold: "0.8" },
};

export function CheckSetting({ setting, row, path, change, names, parameters, faults }: CheckSettingProps) {
  const pointer = `${path}/${setting}`;
  const label = setting === "of" && row.check === "one_of" ? "Parameter" : LABELS[setting];
  const common = { label, pointer, fault: faults.at(pointer) };
  const set = (value: string) => change({ [setting]: value });
  if (setting === "fields") {
    return (
      <Autocomplete
        multiple
        options={[...names]}
        value={row.fields}
        onChange={(_, fields) => change({ fields })}
        renderInput={(params) => <TextField {...params} data-pointer={pointer} label={label} error={common.fault !== null} helperText={common.fault} />}
      />
    );
  }
  if (setting === "field" || setting === "of") {
    const options = setting === "of" && row.check === "one_of" ? parameters : names;
    return <Choice {...common} value={row[setting]} onChange={set} options={[["", "–"] as const, ...options.map((name) => [name, name] as const)]} />;
  }
  if (setting === "when" || setting === "scope") {
    return <Choice {...common} value={row[setting]} onChange={set} options={setting === "when" ? WHEN : SCOPE} />;
  }
  if (setting === "phrases") return <TextLine {...common} value={row.phrases} onChange={set} rows={1} maxRows={10} />;
  return (
    <TextLine {...common} value={row[setting]} onChange={set} mono={setting === "pattern"} placeholder={STANDARD[row.check]?.[setting]} inputMode={setting === "pattern" || setting === "language" ? undefined : "decimal"} />
  );
}
