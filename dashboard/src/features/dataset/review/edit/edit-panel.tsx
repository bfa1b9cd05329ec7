/** Edit one sample in place: its fields, live differences, save and leave. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import FormControlLabel from "@mui/material/FormControlLabel";
import Stack from "@mui/material/Stack";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import { useDeferredValue, useRef, useState, type KeyboardEvent } from "react";
import { Panel } from "@/components/page";
import { Moment } from "@/components/moment";
import type { Sample } from "@/lib/api/samples";
import type { Desk } from "../desk";
import { DifferencesView } from "../differences-view";
import { KeyButton } from "../key-button";
import { useKeys } from "../use-keys";
import { EditConflict } from "./edit-conflict";
import { EditProblem } from "./edit-problem";
import { FieldInput } from "./field-input";
import { fieldsOf } from "./form";
import type { Schema } from "./faults";
import { LeaveDialog } from "./leave-dialog";
import { useEdit } from "./use-edit";
import { useWarnBeforeUnload } from "../use-warn";

interface EditPanelProps {
  sample: Sample;
  /** Null where the template is not known any more: then the service alone judges. */
  schema: Schema | null;
  desk: Desk;
  onClose: () => void;
  onShow: (sampleId: string) => void;
}

export function EditPanel({ sample, schema, desk, onClose, onShow }: EditPanelProps) {
  const edit = useEdit({ sample, schema, desk, onClose });
  const [leaving, setLeaving] = useState(false);
  const [marked, setMarked] = useState(false);
  const [edition, setEdition] = useState(0);
  const fields = useRef<HTMLDivElement>(null);
  const content = useDeferredValue(edit.form.content);
  useWarnBeforeUnload(edit.dirty);
  const leave = () => (edit.dirty ? setLeaving(true) : edit.leave());
  const save = () => {
    edit.save();
    // Where something is wrong the first such field is shown, once it is marked.
    requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>("[aria-invalid=true]:not([aria-hidden=true])")?.focus());
  };
  useKeys({ Escape: leave }, !leaving && !edit.theirs);
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || (event.target as Element).closest("[role=listbox], [role=dialog]")) return;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else return;
    event.preventDefault();
  };
  return (
    <Panel title="Edit" beside={<Typography color="textSecondary">{sample.topic}</Typography>}>
      <Stack spacing={2} onKeyDown={hear}>
        {edit.draft && (
          <Alert
            severity="info"
            variant="outlined"
            action={
              <Button color="inherit" size="small" onClick={() => (edit.discard(), setEdition(edition + 1))}>
                Begin anew
              </Button>
            }
          >
            This is your unsaved draft of <Moment at={edit.draft.at} />.
          </Alert>
        )}
        <EditProblem problem={edit.problem} onRetry={edit.save} onShow={onShow} />
        <Box sx={{ display: "grid", gap: 3, gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: marked ? "repeat(2, minmax(0, 1fr))" : "minmax(0, 1fr)" } }}>
          <Stack ref={fields} key={edition} spacing={2} sx={{ minWidth: 0, maxWidth: 900 }}>
            {fieldsOf(schema, edit.base.content).map((field, place) => (
              <FieldInput key={field.name} field={field} form={edit.form} faults={edit.shown} onChange={edit.change} autoFocus={place === 0} />
            ))}
          </Stack>
          {marked && (
            <Box component="section" aria-label="Differences to the original" sx={{ minWidth: 0 }}>
              <DifferencesView before={edit.base.content} after={content} none="Nothing was changed yet." />
            </Box>
          )}
        </Box>
        <Stack direction="row" data-lower-bar sx={{ gap: 1, flexWrap: "wrap", alignItems: "center", position: "sticky", bottom: 0, py: 1, bgcolor: "background.paper", zIndex: 1 }}>
          <KeyButton variant="contained" keyName="Control+Enter" hint="Ctrl ↵" loading={edit.isSaving} onClick={save}>
            Save
          </KeyButton>
          <KeyButton keyName="Escape" hint="Esc" onClick={leave}>
            Cancel
          </KeyButton>
          <FormControlLabel control={<Switch size="small" checked={marked} onChange={(_, on) => setMarked(on)} />} label="Show differences" sx={{ ml: 0.5 }} />
        </Stack>
      </Stack>
      <LeaveDialog open={leaving} onStay={() => setLeaving(false)} onKeep={edit.leaveWithDraft} onDrop={edit.leave} />
      {edit.theirs && <EditConflict theirs={edit.theirs} mine={edit.form.content} edit={edit} />}
    </Panel>
  );
}
