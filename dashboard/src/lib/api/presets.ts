/** Presets: orders that were saved under a name. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "../keys";
import { api, take, type Schemas } from "./client";

export type Preset = Schemas["PresetView"];
export type PresetOrder = Schemas["PresetOrder"];

export function usePresets() {
  return useQuery({
    queryKey: keys.presets,
    queryFn: ({ signal }) => take(api.GET("/api/presets", { signal })),
    select: (page) => page.presets,
    staleTime: 30_000,
  });
}

/** Save an order: under a new name, or in place of the preset with this id. */
export function useSavePreset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ presetId, name, order }: { presetId?: string; name: string; order: PresetOrder }) =>
      presetId
        ? take(api.PUT("/api/presets/{preset_id}", { params: { path: { preset_id: presetId } }, body: { name, order } }))
        : take(api.POST("/api/presets", { body: { name, order } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.presets }),
  });
}

export function useDeletePreset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (presetId: string) => take(api.DELETE("/api/presets/{preset_id}", { params: { path: { preset_id: presetId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.presets }),
  });
}
