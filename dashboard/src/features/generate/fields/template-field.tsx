/** Chooses the template, with its kind and what it makes. */
import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import type { Template } from "@/lib/api/templates";
import { plain } from "@/lib/format";
import { useGenerate } from "../generate-context";
import { fieldId } from "../model/faults";
import { AUTO } from "../model/form";
import { referenceOf, startable } from "../model/templates";

export function TemplateField() {
  const { change, faultAt, templates, template, reference } = useGenerate();
  const fault = faultAt("/template");
  return (
    <Stack spacing={0.5}>
      <Autocomplete<Template, false, boolean>
        id={fieldId("/template")}
        options={startable(templates)}
        value={template}
        disableClearable={template !== null}
        getOptionLabel={(one) => one.name}
        getOptionKey={(one) => one.template_id}
        isOptionEqualToValue={(one, other) => one.template_id === other.template_id}
        onChange={(_, chosen) => chosen && change({ template: chosen.template_id, parameters: {} })}
        renderOption={({ key, ...props }, one) => (
          <Box component="li" key={key} {...props}>
            <Choice template={one} />
          </Box>
        )}
        renderInput={(params) => <TextField {...params} label="Template" error={fault !== null} helperText={fault ?? template?.description} />}
      />
      <UnusualTemplate reference={reference} template={template} onNewest={(id) => change({ template: id })} />
    </Stack>
  );
}

function Choice({ template }: { template: Template }) {
  return (
    <Stack sx={{ minWidth: 0 }}>
      <Stack direction="row" spacing={1} sx={{ alignItems: "center" }}>
        <Typography>{template.name}</Typography>
        <Chip label={plain(template.kind)} variant="outlined" />
        {!template.built_in && <Chip label="your own" color="primary" variant="outlined" />}
      </Stack>
      <Typography variant="body2" color="textSecondary">
        {template.description}
      </Typography>
    </Stack>
  );
}

/** A loaded order may ask for an older version, for one that is picked at the start, or for one that is gone. */
function UnusualTemplate({ reference, template, onNewest }: { reference: string; template: Template | null; onNewest: (id: string) => void }) {
  const { name, version } = referenceOf(reference);
  if (name === AUTO) return <Remark>The template is picked at the start, by parameters and source. Choose one here to see its prompt.</Remark>;
  if (!template) return <Remark>There is no template {name} any more. Choose another.</Remark>;
  if (version === null || version === template.version) return null;
  return (
    <Stack direction="row" sx={{ alignItems: "center", flexWrap: "wrap", columnGap: 1 }}>
      <Remark>
        Version {version} is used; the newest is {template.version}.
      </Remark>
      <Button size="small" onClick={() => onNewest(template.template_id)}>
        Use version {template.version}
      </Button>
    </Stack>
  );
}

function Remark({ children }: { children: ReactNode }) {
  return (
    <Typography variant="body2" color="textSecondary" sx={{ px: 1.75 }}>
      {children}
    </Typography>
  );
}
