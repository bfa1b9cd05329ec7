/** The presets there are, by name. */
import Divider from "@mui/material/Divider";
import List from "@mui/material/List";
import Typography from "@mui/material/Typography";
import { Shown } from "@/components/states";
import { useToasts } from "@/components/toasts";
import { usePresets, type Preset } from "@/lib/api/presets";
import { drafts } from "../draft-store";
import { presetDraft } from "./preset-draft";
import { PresetLine } from "./preset-line";

export function PresetList({ onLoaded }: { onLoaded: () => void }) {
  const query = usePresets();
  const toasts = useToasts();
  const load = (preset: Preset) => {
    const before = drafts.get();
    drafts.put(presetDraft(preset));
    onLoaded();
    toasts.done(`${preset.name} was loaded.`, { label: "Undo", run: () => drafts.put(before) });
  };
  return (
    <>
      <Divider />
      <Shown query={query}>
        {(presets) =>
          presets.length === 0 ? (
            <Typography color="textSecondary" sx={{ py: 2 }}>
              None yet. A preset keeps all that the form says, for the next batch like it.
            </Typography>
          ) : (
            <List disablePadding aria-label="Saved presets">
              {presets.map((preset) => (
                <PresetLine key={preset.preset_id} preset={preset} onLoad={() => load(preset)} />
              ))}
            </List>
          )
        }
      </Shown>
    </>
  );
}
