/** The fields of the sample, as a table or as JSON, and which of them make two samples the same. */
import Alert from "@mui/material/Alert";
import Autocomplete from "@mui/material/Autocomplete";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { memo } from "react";
import { counted } from "@/lib/format";
import type { Update } from "../draft/use-draft";
import type { Faults } from "../model/faults";
import type { SchemaForm } from "../model/form";
import { emptyField, switched } from "../model/schema-rows";
import { FieldEditor } from "./field-editor";
import { TextLine } from "./fields";
import { Rows } from "./rows";
import { Section } from "./section";

interface SampleSectionProps {
  schema: SchemaForm;
  identity: string[];
  names: readonly string[];
  update: Update;
  faults: Faults;
}

const SHOWN = ["type", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "enum", "description"];

export const SampleSection = memo(function SampleSection({ schema, identity, names, update, faults }: SampleSectionProps) {
  const other = switched(schema);
  return (
    <Section id="sample" title="Sample" summary={names.length ? `${counted(names.length, "field")}: ${names.join(", ")}` : "no fields"} faults={faults}>
      <Stack spacing={2}>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={schema.mode}
          onChange={(_, mode: SchemaForm["mode"] | null) => mode && mode !== schema.mode && other && update("schema", other)}
          aria-label="How the fields are shown"
        >
          <ToggleButton value="table" disabled={!other}>
            Table
          </ToggleButton>
          <ToggleButton value="text" disabled={!other}>
            JSON
          </ToggleButton>
        </ToggleButtonGroup>
        {other?.mode === "text" && schema.mode === "text" && <Alert severity="info">The table cannot show this schema; it stays as JSON.</Alert>}
        {schema.mode === "table" ? (
          <Rows
            rows={schema.rows}
            noun="field"
            nameOf={(row, at) => row.name || String(at + 1)}
            onChange={(rows) => update("schema", { ...schema, rows })}
            make={emptyField}
            faultOf={(row) => faults.rest(`/schema/properties/${row.name}`, SHOWN)}
          >
            {(row, change) => <FieldEditor row={row} change={change} faults={faults} />}
          </Rows>
        ) : (
          <TextLine label="JSON schema of the sample" pointer="/schema" value={schema.text} onChange={(text) => update("schema", { mode: "text", text })} fault={faults.at("/schema")} rows={8} maxRows={40} mono />
        )}
        <Autocomplete
          multiple
          options={[...names]}
          value={identity}
          onChange={(_, value) => update("identity", value)}
          renderInput={(params) => (
            <TextField
              {...params}
              data-pointer="/identity_fields"
              label="Identity fields"
              error={faults.at("/identity_fields") !== null}
              helperText={faults.at("/identity_fields") ?? "Two samples that are equal in these are the same. None: all texts."}
            />
          )}
        />
      </Stack>
    </Section>
  );
});
