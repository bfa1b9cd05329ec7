/** One template of the list. */
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import MuiLink from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link } from "react-router";
import { Moment } from "@/components/moment";
import type { Template } from "@/lib/api/templates";
import { kindWord } from "../model/kinds";
import { TemplateActions } from "../template-actions";

export function TemplateRow({ template }: { template: Template }) {
  const { template_id: id, name, description, parameters, fields, needs } = template;
  return (
    <Box component="li" sx={ROW}>
      <Box sx={{ minWidth: 0 }}>
        <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }}>
          <MuiLink component={Link} to={`/templates/${encodeURIComponent(id)}`} sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
            {name}
          </MuiLink>
          <Chip label={kindWord(template.kind)} variant="outlined" />
          {template.deleted_at && <Chip label="deleted" color="error" variant="outlined" />}
        </Stack>
        {description && (
          <Typography variant="body2" sx={{ mt: 0.5, overflowWrap: "anywhere" }}>
            {description}
          </Typography>
        )}
        <Typography variant="body2" color="textSecondary" component="div" sx={{ mt: 0.5 }}>
          Version {template.version}, {template.built_in ? "built in" : "own"}, <Moment at={template.updated_at} />
        </Typography>
      </Box>
      <Box component="dl" sx={{ m: 0, minWidth: 0 }}>
        <Named name="Fields" values={fields} />
        <Named name="Parameters" values={parameters} />
        <Named name="Needs" values={needs} />
      </Box>
      <Box sx={{ justifySelf: { md: "end" } }}>
        <TemplateActions template={template} />
      </Box>
    </Box>
  );
}

function Named({ name, values }: { name: string; values: readonly string[] }) {
  if (values.length === 0) return null;
  return (
    <Box sx={{ display: "flex", gap: 1, minWidth: 0 }}>
      <Typography component="dt" variant="body2" color="textSecondary" sx={{ minWidth: 84 }}>
        {name}
      </Typography>
      <Typography component="dd" variant="body2" sx={{ m: 0, minWidth: 0, overflowWrap: "anywhere" }}>
        {values.join(", ")}
      </Typography>
    </Box>
  );
}

const ROW = {
  display: "grid",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 3fr) minmax(0, 2fr) 190px" },
  columnGap: 3,
  rowGap: 1,
  py: 1.5,
  borderBottom: 1,
  borderColor: "divider",
  "&:last-of-type": { borderBottom: 0, pb: 0 },
  "&:first-of-type": { pt: 0 },
} as const;
