/** What to know before editing: it is deleted, an older draft is kept, or somebody saved meanwhile. */
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { Moment } from "@/components/moment";
import type { Template } from "@/lib/api/templates";
import type { DraftState } from "./use-draft";

interface DraftNoticesProps {
  template: Template | null;
  draft: DraftState;
  onLook: () => void;
}

export function DraftNotices({ template, draft, onLook }: DraftNoticesProps) {
  const { offered } = draft;
  return (
    <>
      {template?.deleted_at && (
        <Alert severity="warning" variant="outlined">
          This template is deleted: no batch can be started with it. Batches that use it go on.
        </Alert>
      )}
      {offered && (
        <Alert
          severity="info"
          variant="outlined"
          action={
            <Stack direction="row">
              <Button size="small" color="inherit" onClick={draft.takeOffered}>
                Go on with it
              </Button>
              <Button size="small" color="inherit" onClick={draft.dropOffered}>
                Discard it
              </Button>
            </Stack>
          }
        >
          This browser has an unsaved draft of <Moment at={offered.at} />
          {offered.version !== null && `, begun from version ${offered.version}`}.
        </Alert>
      )}
      {draft.overtaken && (
        <Alert
          severity="warning"
          variant="outlined"
          action={
            <Button size="small" color="inherit" onClick={onLook}>
              Compare
            </Button>
          }
        >
          Somebody saved version {template?.version} while you were editing version {draft.opened.version}. Your draft is untouched.
        </Alert>
      )}
    </>
  );
}
