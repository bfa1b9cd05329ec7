/** The template's parameters: what may vary from sample to sample. */
import FormControlLabel from "@mui/material/FormControlLabel";
import Stack from "@mui/material/Stack";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import { memo } from "react";
import { counted } from "@/lib/format";
import type { Update } from "../draft/use-draft";
import type { Faults } from "../model/faults";
import type { ParameterForm, ParameterRow } from "../model/form";
import { emptyParameter } from "../model/parameters";
import { Choice, TextLine } from "./fields";
import { Line, Rows } from "./rows";
import { Section } from "./section";

interface ParametersSectionProps {
  parameters: ParameterRow[];
  /** Names that no text uses. */
  unused: readonly string[];
  update: Update;
  faults: Faults;
}

const FORMS: readonly (readonly [ParameterForm, string])[] = [
  ["list", "One of a list"],
  ["range", "A whole number"],
  ["text", "Any text"],
];
const SHOWN = ["description", "values", "minimum", "maximum", "default"];

export const ParametersSection = memo(function ParametersSection({ parameters, unused, update, faults }: ParametersSectionProps) {
  const summary = parameters.length ? `${counted(parameters.length, "parameter")}: ${parameters.map((row) => row.name).join(", ")}` : "nothing varies by parameter";
  return (
    <Section id="parameters" title="Parameters" summary={summary} faults={faults}>
      <Rows
        rows={parameters}
        noun="parameter"
        nameOf={(row, at) => row.name || String(at + 1)}
        onChange={(rows) => update("parameters", rows)}
        make={emptyParameter}
        faultOf={(row) => faults.rest(`/parameters/${row.name}`, SHOWN)}
      >
        {(row, change) => <ParameterEditor row={row} change={change} unused={unused.includes(row.name)} faults={faults} />}
      </Rows>
    </Section>
  );
});

interface ParameterEditorProps {
  row: ParameterRow;
  change: (patch: Partial<ParameterRow>) => void;
  unused: boolean;
  faults: Faults;
}

function ParameterEditor({ row, change, unused, faults }: ParameterEditorProps) {
  const path = `/parameters/${row.name}`;
  return (
    <Stack spacing={1.5}>
      <Line min={180}>
        <TextLine label="Name" pointer={path} value={row.name} onChange={(name) => change({ name })} hint={unused ? "No text uses it." : undefined} mono required />
        <Choice label="Takes" pointer={`${path}/form`} value={row.form} onChange={(form) => change({ form: form as ParameterForm })} options={FORMS} />
        <TextLine label="Default" pointer={`${path}/default`} value={row.default} onChange={(value) => change({ default: value })} fault={faults.at(`${path}/default`)} hint={row.form === "text" ? undefined : "None: drawn evenly."} />
      </Line>
      <TextLine label="Description" pointer={`${path}/description`} value={row.description} onChange={(description) => change({ description })} fault={faults.at(`${path}/description`)} />
      {row.form === "list" && (
        <>
          <TextLine label="Values, one a line" pointer={`${path}/values`} value={row.values} onChange={(values) => change({ values })} fault={faults.at(`${path}/values`)} rows={2} maxRows={12} />
          <FormControlLabel control={<Switch size="small" checked={row.open} onChange={(_, open) => change({ open })} />} label="A start may name other values" sx={{ ml: 0 }} />
        </>
      )}
      {row.form === "range" && (
        <Line min={120}>
          <TextLine label="Minimum" pointer={`${path}/minimum`} value={row.minimum} onChange={(minimum) => change({ minimum })} fault={faults.at(`${path}/minimum`)} inputMode="numeric" />
          <TextLine label="Maximum" pointer={`${path}/maximum`} value={row.maximum} onChange={(maximum) => change({ maximum })} fault={faults.at(`${path}/maximum`)} inputMode="numeric" />
        </Line>
      )}
      {row.form === "text" && (
        <Typography variant="body2" color="textSecondary">
          Without a default, each start has to give this text.
        </Typography>
      )}
    </Stack>
  );
}
