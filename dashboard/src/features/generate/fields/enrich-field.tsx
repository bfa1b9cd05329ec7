/** An enrichment that runs over the samples when the batch completes. */
import MenuItem from "@mui/material/MenuItem";
import { useForm, useGenerate } from "../generate-context";
import { enriching, findTemplate, referenceOf } from "../model/templates";
import { TextOf } from "./field";

export function EnrichField() {
  const { templates } = useGenerate();
  const enrich = useForm((form) => form.enrich);
  const offered = enriching(templates);
  const isOffered = offered.some((one) => one.template_id === enrich);
  const chosen = enrich ? findTemplate(offered, enrich) : null;
  return (
    <TextOf
      part="enrich"
      place="/enrich"
      select
      label="Enrichment that follows"
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      helperText={chosen?.description ?? "A template that adds to each sample when the batch completes."}
    >
      <MenuItem value="">None</MenuItem>
      {offered.map((one) => (
        <MenuItem key={one.template_id} value={one.template_id}>
          {one.name}
        </MenuItem>
      ))}
      {enrich && !isOffered && <MenuItem value={enrich}>{versioned(enrich, chosen?.name)}</MenuItem>}
    </TextOf>
  );
}

function versioned(reference: string, name: string | undefined): string {
  const { version } = referenceOf(reference);
  return name && version ? `${name}, version ${version}` : reference;
}
