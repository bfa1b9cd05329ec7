/** What changes a preset at one press can be taken back: the old order is saved again. */
import { useToasts } from "@/components/toasts";
import { useDeletePreset, useSavePreset, type Preset, type PresetOrder } from "@/lib/api/presets";

export function usePresetMoves() {
  const toasts = useToasts();
  const save = useSavePreset();
  const deletion = useDeletePreset();

  const put = async (wanted: Parameters<typeof save.mutateAsync>[0], then?: () => void) => {
    try {
      await save.mutateAsync(wanted);
      then?.();
    } catch (error) {
      toasts.failed(error, () => void put(wanted, then));
    }
  };

  function overwrite({ preset_id, name, order }: Preset, next: PresetOrder) {
    const undo = { label: "Undo", run: () => void put({ presetId: preset_id, name, order }) };
    void put({ presetId: preset_id, name, order: next }, () => toasts.done(`${name} now says what the form says.`, undo));
  }

  function remove({ preset_id, name, order }: Preset) {
    const undo = { label: "Undo", run: () => void put({ name, order }) };
    deletion.mutateAsync(preset_id).then(
      () => toasts.done(`The preset ${name} was deleted.`, undo),
      (error: unknown) => toasts.failed(error, () => remove({ preset_id, name, order } as Preset)),
    );
  }

  return { overwrite, remove, isBusy: save.isPending || deletion.isPending };
}
