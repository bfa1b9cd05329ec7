/** The values that the live rendering is filled in with. What is left empty gets a first value from the service. */
import Button from "@mui/material/Button";
import FormControlLabel from "@mui/material/FormControlLabel";
import Stack from "@mui/material/Stack";
import Switch from "@mui/material/Switch";
import { useState } from "react";
import { Choice, TextLine } from "../edit/fields";
import { Line } from "../edit/rows";
import type { Faults } from "../model/faults";
import type { ParameterRow } from "../model/form";
import { ParameterValue } from "./parameter-value";
import type { SampleValues } from "./sample-values";

interface ValuesFormProps {
  values: SampleValues;
  change: (patch: Partial<SampleValues>) => void;
  parameters: readonly ParameterRow[];
  /** It has a form for small models. */
  hasSmall: boolean;
  /** Pointers from the body of a render: `/topic`, `/parameters/style`. */
  faults: Faults;
}

const DIFFICULTIES = [
  ["", "First value"],
  ["basic", "Basic"],
  ["intermediate", "Intermediate"],
  ["advanced", "Advanced"],
] as const;

export function ValuesForm({ values, change, parameters, hasSmall, faults }: ValuesFormProps) {
  const [more, setMore] = useState(false);
  const shown = more || Boolean(values.source || values.row || values.sample) || ["/source", "/row", "/sample", "/angle", "/framing"].some((one) => faults.at(one));
  const field = (key: "angle" | "framing" | "instruction" | "source" | "row" | "sample", label: string, pointer: string, rows?: number) => (
    <TextLine label={label} pointer={pointer} value={values[key]} onChange={(value) => change({ [key]: value })} fault={faults.at(pointer)} rows={rows} maxRows={8} mono={key === "row" || key === "sample"} />
  );
  return (
    <Stack spacing={1.5}>
      <Line min={140}>
        <TextLine label="Topic" pointer="/topic" value={values.topic} onChange={(topic) => change({ topic })} fault={faults.at("/topic")} />
        <Choice label="Difficulty" pointer="/difficulty" value={values.difficulty} onChange={(difficulty) => change({ difficulty: difficulty as SampleValues["difficulty"] })} fault={faults.at("/difficulty")} options={DIFFICULTIES} />
        {parameters.map((row) => (
          <ParameterValue
            key={row.id}
            row={row}
            value={values.parameters[row.name] ?? ""}
            onChange={(value) => change({ parameters: { ...values.parameters, [row.name]: value } })}
            fault={faults.at(`/parameters/${row.name}`)}
          />
        ))}
      </Line>
      {shown && (
        <>
          <Line min={140}>
            {field("angle", "Angle", "/angle")}
            {field("framing", "Framing", "/framing")}
          </Line>
          {field("instruction", "Reasoning instruction", "/reasoning_instruction", 1)}
          {field("source", "Text of a source", "/source", 1)}
          {field("row", "Row of a source (JSON)", "/row", 1)}
          {field("sample", "Sample to work on (JSON)", "/sample", 1)}
        </>
      )}
      <Stack direction="row" sx={{ gap: 2, flexWrap: "wrap", alignItems: "center" }}>
        {!shown && (
          <Button size="small" onClick={() => setMore(true)}>
            More values
          </Button>
        )}
        {hasSmall && <FormControlLabel control={<Switch size="small" checked={values.small} onChange={(_, small) => change({ small })} />} label="As for a small model" />}
      </Stack>
    </Stack>
  );
}
