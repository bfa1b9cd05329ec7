/** What can be done with the form as a whole: presets, and beginning anew. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { useToasts } from "@/components/toasts";
import { drafts, EMPTY } from "./draft-store";
import { PresetsButton } from "./presets/presets-button";

export function PageActions() {
  const toasts = useToasts();
  const clear = () => {
    const before = drafts.get();
    drafts.put(EMPTY);
    toasts.info("The form was cleared.", { label: "Undo", run: () => drafts.put(before) });
  };
  return (
    <Stack direction="row" spacing={1}>
      <PresetsButton />
      <Button onClick={clear}>Clear</Button>
    </Stack>
  );
}
