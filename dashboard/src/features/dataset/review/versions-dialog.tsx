/** The contents that a sample had: who made them, what differs between any two, and the way back. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { Shown } from "@/components/states";
import { useSample, useSampleVersion, type Sample, type SampleShown } from "@/lib/api/samples";
import { moment, sentence } from "@/lib/format";
import { DifferencesView } from "./differences-view";

type Version = NonNullable<SampleShown["versions"]>[number];

interface VersionsDialogProps {
  sample: Sample;
  open: boolean;
  onClose: () => void;
  onRevert: (version: number) => void;
}

export function VersionsDialog({ sample, open, onClose, onRevert }: VersionsDialogProps) {
  const query = useSample(open ? sample.sample_id : null);
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby="versions" maxWidth="md" fullWidth>
      <DialogTitle id="versions">Versions</DialogTitle>
      <DialogContent>
        <Shown query={query}>{(shown) => <Compare key={shown.version} sampleId={sample.sample_id} versions={shown.versions ?? []} onRevert={onRevert} />}</Shown>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

function Compare({ sampleId, versions, onRevert }: { sampleId: string; versions: Version[]; onRevert: (version: number) => void }) {
  const last = versions.at(-1)?.version ?? 1;
  const [from, setFrom] = useState(Math.max(1, last - 1));
  const [to, setTo] = useState(last);
  const before = useSampleVersion(sampleId, from);
  const after = useSampleVersion(sampleId, to);
  if (versions.length < 2) return <Typography color="textSecondary">There is one version: it is as it was generated.</Typography>;
  return (
    <Stack spacing={2} sx={{ pt: 1 }}>
      <Stack direction={{ xs: "column", sm: "row" }} spacing={1.5}>
        <Choice label="From" value={from} versions={versions} onChange={setFrom} />
        <Choice label="To" value={to} versions={versions} onChange={setTo} />
      </Stack>
      <Shown query={before}>{(old) => <Shown query={after}>{(now) => <DifferencesView before={old.content} after={now.content} none="These two are the same." />}</Shown>}</Shown>
      {from !== last && (
        <Button variant="outlined" sx={{ alignSelf: "flex-start" }} onClick={() => onRevert(from)}>
          Go back to version {from}
        </Button>
      )}
    </Stack>
  );
}

interface ChoiceProps {
  label: string;
  value: number;
  versions: Version[];
  onChange: (version: number) => void;
}

function Choice({ label, value, versions, onChange }: ChoiceProps) {
  return (
    <TextField select label={label} value={value} onChange={(event) => onChange(Number(event.target.value))}>
      {versions.map((one) => (
        <MenuItem key={one.version} value={one.version}>
          {nameOf(one)}
        </MenuItem>
      ))}
    </TextField>
  );
}

const MAKERS: Record<string, string> = { person: "edited", enrichment: "enriched" };

function nameOf({ version, origin, edited_at, edited_by }: Version): string {
  const made = sentence(MAKERS[origin] ?? origin);
  return [`${version}: ${made}${edited_by ? ` by ${edited_by}` : ""}`, ...(edited_at ? [moment(edited_at)] : [])].join(", ");
}
