/** Somebody saved another version meanwhile: both are shown, and the person chooses. Nothing is lost until then. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useMemo } from "react";
import { Moment } from "@/components/moment";
import { labelOf } from "@/components/sample/blocks";
import type { SampleShown } from "@/lib/api/samples";
import { differencesOf, type Content, type Part } from "../differences";
import { MarkedText } from "../differences-view";
import type { Edit } from "./use-edit";

interface EditConflictProps {
  theirs: SampleShown;
  mine: Content;
  edit: Pick<Edit, "keepMine" | "takeTheirs" | "editOn">;
}

export function EditConflict({ theirs, mine, edit }: EditConflictProps) {
  const differences = useMemo(() => differencesOf(theirs.content ?? {}, mine), [theirs, mine]);
  return (
    <Dialog open aria-labelledby="edit-conflict" maxWidth="lg" fullWidth onClose={() => edit.editOn(theirs)}>
      <DialogTitle id="edit-conflict">It has been changed meanwhile</DialogTitle>
      <DialogContent>
        <Typography color="textSecondary" sx={{ mb: 2 }}>
          {theirs.edited_by ?? "Somebody"} saved version {theirs.version} at <Moment at={theirs.edited_at} />. These fields differ; the others are the same.
        </Typography>
        <Stack spacing={2.5}>
          {differences.map(({ field, parts }) => (
            <Box key={field} component="section" aria-label={labelOf(field)}>
              <Typography variant="h3" sx={{ mb: 0.5 }}>
                {labelOf(field)}
              </Typography>
              <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(2, minmax(0, 1fr))" } }}>
                <Side name="Theirs" parts={parts.filter((part) => part.kind !== "added")} />
                <Side name="Mine" parts={parts.filter((part) => part.kind !== "removed")} />
              </Box>
            </Box>
          ))}
        </Stack>
      </DialogContent>
      <DialogActions sx={{ flexWrap: "wrap", gap: 0.5 }}>
        <Button onClick={() => edit.takeTheirs(theirs)}>Take theirs</Button>
        <Button onClick={() => edit.editOn(theirs)} autoFocus>
          Edit on
        </Button>
        <Button variant="contained" onClick={() => edit.keepMine(theirs)}>
          Keep mine
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Side({ name, parts }: { name: string; parts: Part[] }) {
  return (
    <Box component="section" aria-label={name} sx={{ border: 1, borderColor: "divider", borderRadius: 1, p: 1.5, minWidth: 0 }}>
      <Typography component="div" variant="subtitle2" color="textSecondary" sx={{ mb: 0.5 }}>
        {name}
      </Typography>
      {parts.length ? <MarkedText parts={parts} /> : <Typography color="textSecondary">empty</Typography>}
    </Box>
  );
}
