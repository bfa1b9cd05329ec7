/** What one version says, or how it differs from another one. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { Panel } from "@/components/page";
import { Shown } from "@/components/states";
import { useTemplateVersion, type Template, type TemplateDefinition } from "@/lib/api/templates";
import { asText } from "../model/as-text";
import { DiffView } from "./diff-view";
import { useMakeNewest } from "./use-make-newest";

interface VersionTextProps {
  template: Template;
  version: number;
  /** Null: compared with nothing. */
  against: number | null;
  others: number[];
  onAgainst: (version: number | null) => void;
}

export function VersionText({ template, version, against, others, onAgainst }: VersionTextProps) {
  const own = useTemplateVersion(template.template_id, version);
  const other = useTemplateVersion(template.template_id, against);
  const promotion = useMakeNewest(template);
  const definition = own.data?.definition;
  return (
    <Panel
      title={`Version ${version}`}
      actions={
        version !== template.version && (
          <Button size="small" variant="outlined" disabled={!definition || promotion.isPending || template.deleted_at !== null} onClick={() => definition && promotion.mutate({ version, definition })}>
            Make this the newest
          </Button>
        )
      }
    >
      <Stack spacing={2}>
        {others.length > 0 && (
          <TextField id="compare-with" select label="Compared with" value={against ?? 0} onChange={(event) => onAgainst(Number(event.target.value) || null)} sx={{ maxWidth: 260 }}>
            <MenuItem value={0}>Nothing: the whole text</MenuItem>
            {others.map((one) => (
              <MenuItem key={one} value={one}>
                Version {one}
              </MenuItem>
            ))}
          </TextField>
        )}
        <Shown query={own}>
          {(mine) =>
            against === null ? (
              <Whole definition={mine.definition} version={version} />
            ) : (
              <Shown query={other}>{(theirs) => <Between version={version} mine={mine.definition} against={against} theirs={theirs.definition} />}</Shown>
            )
          }
        </Shown>
      </Stack>
    </Panel>
  );
}

interface BetweenProps {
  version: number;
  mine: TemplateDefinition;
  against: number;
  theirs: TemplateDefinition;
}

/** The older one is what was, whichever was chosen first. */
function Between({ version, mine, against, theirs }: BetweenProps) {
  const forward = against < version;
  const [from, to] = forward ? [against, version] : [version, against];
  return (
    <div>
      <Typography sx={{ mb: 1 }}>
        From version {from} to version {to}:
      </Typography>
      <DiffView before={asText(forward ? theirs : mine)} after={asText(forward ? mine : theirs)} label={`Differences from version ${from} to version ${to}`} />
    </div>
  );
}

function Whole({ definition, version }: { definition: TemplateDefinition; version: number }) {
  return (
    <Box component="pre" role="group" tabIndex={0} aria-label={`Text of version ${version}`} sx={TEXT}>
      {asText(definition)}
    </Box>
  );
}

const TEXT = {
  m: 0,
  p: 1.5,
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  fontFamily: "ui-monospace, monospace",
  fontSize: "0.8125rem",
  lineHeight: 1.6,
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
  maxHeight: "70vh",
  overflow: "auto",
} as const;
