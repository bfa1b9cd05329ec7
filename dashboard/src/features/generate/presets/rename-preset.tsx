/** Gives a preset another name. */
import { useSavePreset, type Preset } from "@/lib/api/presets";
import { NameForm } from "./name-form";

export function RenamePreset({ preset, onDone }: { preset: Preset; onDone: () => void }) {
  const save = useSavePreset();
  const rename = (name: string) => save.mutate({ presetId: preset.preset_id, name, order: preset.order }, { onSuccess: onDone });
  return <NameForm label={`New name of ${preset.name}`} button="Rename" start={preset.name} save={save} onSubmit={rename} onCancel={onDone} />;
}
