/** One field of the sample: name, type, bounds, allowed values, and a word on what JSON alone can say of it. */
import FormControlLabel from "@mui/material/FormControlLabel";
import Stack from "@mui/material/Stack";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import type { Faults } from "../model/faults";
import type { FieldRow, FieldType } from "../model/form";
import { hasValues, hiddenKeys, limitsOf } from "../model/schema-rows";
import { Choice, TextLine } from "./fields";
import { Line } from "./rows";

interface FieldEditorProps {
  row: FieldRow;
  change: (patch: Partial<FieldRow>) => void;
  faults: Faults;
}

const TYPES: readonly (readonly [FieldType, string])[] = [
  ["text", "Text"],
  ["text_or_null", "Text or nothing"],
  ["integer", "Whole number"],
  ["number", "Number"],
  ["boolean", "True or false"],
  ["list", "List"],
];
const MORE: readonly [FieldType, string] = ["other", "Other (JSON)"];

const BOUNDS: Partial<Record<FieldType, readonly [string, string]>> = {
  text: ["Characters from", "Characters to"],
  text_or_null: ["Characters from", "Characters to"],
  integer: ["From", "To"],
  number: ["From", "To"],
  list: ["Entries from", "Entries to"],
};

export function FieldEditor({ row, change, faults }: FieldEditorProps) {
  const path = `/schema/properties/${row.name}`;
  const limits = limitsOf(row.type);
  const bounds = BOUNDS[row.type];
  const hidden = hiddenKeys(row);
  return (
    <Stack spacing={1.5}>
      <Line min={130}>
        <TextLine label="Name" pointer={path} value={row.name} onChange={(name) => change({ name })} mono required />
        <Choice label="Type" pointer={`${path}/type`} value={row.type} onChange={(type) => change({ type: type as FieldType })} fault={faults.at(`${path}/type`)} options={row.type === "other" ? [...TYPES, MORE] : TYPES} />
        <FormControlLabel control={<Switch size="small" checked={row.required} onChange={(_, required) => change({ required })} />} label="Required" sx={{ ml: 0, minHeight: 40 }} />
        {limits && bounds && (
          <>
            <TextLine label={bounds[0]} pointer={`${path}/${limits[0]}`} value={row.min} onChange={(min) => change({ min })} fault={faults.at(`${path}/${limits[0]}`)} inputMode="decimal" />
            <TextLine label={bounds[1]} pointer={`${path}/${limits[1]}`} value={row.max} onChange={(max) => change({ max })} fault={faults.at(`${path}/${limits[1]}`)} inputMode="decimal" />
          </>
        )}
        {hasValues(row.type) && (
          <TextLine label="Allowed values" pointer={`${path}/enum`} value={row.values} onChange={(values) => change({ values })} fault={faults.at(`${path}/enum`)} placeholder="One a line" rows={1} maxRows={8} />
        )}
      </Line>
      <TextLine label="Description" pointer={`${path}/description`} value={row.description} onChange={(description) => change({ description })} fault={faults.at(`${path}/description`)} rows={1} />
      {hidden.length > 0 && (
        <Typography variant="body2" color="textSecondary">
          Also says, to be changed as JSON: {hidden.join(", ")}.
        </Typography>
      )}
    </Stack>
  );
}
