/** Always in sight at the foot of the editor: what is unsaved, what is wrong, and saving. */
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import { useConfirm } from "@/components/confirm";
import { counted } from "@/lib/format";
import type { Fault } from "@/lib/problem";
import type { DraftState } from "../draft/use-draft";
import type { Saving } from "../draft/use-saving";
import type { Faults } from "../model/faults";

interface SaveBarProps {
  draft: DraftState;
  saving: Saving;
  faults: Faults;
  builtIn: boolean;
  onGo: (fault: Fault) => void;
}

export function SaveBar({ draft, saving, faults, builtIn, onGo }: SaveBarProps) {
  const ask = useConfirm();
  const isNew = draft.opened.version === null;
  const first = faults.all[0];
  const discard = async () => {
    const yes = await ask({ title: "Discard your changes?", text: "They are not saved anywhere else.", yes: "Discard", danger: true });
    if (yes) draft.open(draft.opened);
  };
  return (
    <Paper variant="outlined" data-lower-bar sx={{ position: "sticky", bottom: 8, zIndex: 2, px: { xs: 1.5, sm: 2 }, py: 1, display: "flex", flexWrap: "wrap", gap: 1, alignItems: "center" }}>
      <Typography variant="body2" color="textSecondary" role="status" sx={{ minWidth: 0, flex: { xs: "1 1 100%", sm: "1 1 240px" } }}>
        {stateOf(draft, isNew)}
        {builtIn && draft.dirty && " It came with Gristmill: your version then stays the newest, also after updates."}
      </Typography>
      {first && (
        <Button color="error" size="small" onClick={() => onGo(first)}>
          {counted(faults.all.length, "fault")}: go to the first
        </Button>
      )}
      {draft.dirty && (
        <Button onClick={() => void discard()} disabled={saving.busy}>
          Discard
        </Button>
      )}
      <Button variant="contained" onClick={() => saving.save()} disabled={saving.busy || !draft.definition}>
        {saving.busy ? "Saving" : isNew ? "Save template" : "Save as a new version"}
      </Button>
    </Paper>
  );
}

function stateOf(draft: DraftState, isNew: boolean): string {
  if (draft.dirty) return isNew ? "Not saved yet." : `Changed since version ${draft.opened.version ?? ""}.`;
  return isNew ? "Nothing is changed yet." : `This is version ${draft.opened.version ?? ""}.`;
}
