/** The form of a new export beside what it would hold; starting it shows it in the history. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { useToasts } from "@/components/toasts";
import { startExport } from "@/lib/api/exports";
import { useTemplates } from "@/lib/api/templates";
import { counted as numbered } from "@/lib/format";
import { keys } from "@/lib/keys";
import { Problem } from "@/lib/problem";
import { faultsOf, requestOf, type Manner } from "../model/form";
import { knownFields } from "../model/known-fields";
import { CountPanel } from "./count-panel";
import { FormatPanel } from "./format-panel";
import { FormContext, type FormDesk } from "./form-context";
import { LeavePanel } from "./leave-panel";
import { MoreSettings } from "./more-settings";
import { SamplesPanel } from "./samples-panel";
import { useCount } from "./use-count";
import { useExportForm } from "./use-export-form";

/** @param start how samples are written at first. */
export function NewExport({ start, onStarted, children }: { start: Manner; onStarted: () => void; children: ReactNode }) {
  const [form, change] = useExportForm(start);
  const own = useMemo(() => faultsOf(form), [form]);
  const isUnsound = Object.keys(own).length > 0;
  const wanted = useMemo(() => (isUnsound ? null : requestOf(form)), [form, isUnsound]);
  const counted = useCount(wanted);
  const starting = useStart(onStarted);
  const refused = counted.error ?? (starting.variables === wanted ? starting.error : null);
  const templates = useTemplates();
  const templatesOf = counted.count?.by_template;
  const desk = useMemo<FormDesk>(() => {
    const problem = refused instanceof Problem ? refused : null;
    const exact = (pointer: string) => own[pointer] ?? problem?.errors.find((fault) => fault.pointer === pointer)?.detail ?? null;
    const below = (pointer: string) => Object.entries(own).find(([place]) => place === pointer || place.startsWith(`${pointer}/`) || place.startsWith(`${pointer}#`))?.[1];
    return { form, change, exactFaultAt: exact, faultAt: (pointer) => below(pointer) ?? problem?.at(pointer) ?? null, known: knownFields(form, templates.data ?? [], templatesOf ?? {}) };
  }, [form, change, own, refused, templates.data, templatesOf]);
  return (
    <FormContext value={desk}>
      <Box sx={{ display: "grid", gap: 2, alignItems: "start", gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 5fr) minmax(0, 6fr)" } }}>
        <Stack spacing={2} role="group" aria-label="New export" sx={{ minWidth: 0 }}>
          <SamplesPanel />
          <LeavePanel />
          <FormatPanel />
          <MoreSettings />
        </Stack>
        <Stack spacing={2} sx={{ minWidth: 0 }}>
          <CountPanel counted={counted} isUnsound={isUnsound} isStarting={starting.isPending} onStart={() => wanted && starting.mutate(wanted)} />
          {children}
        </Stack>
      </Box>
    </FormContext>
  );
}

function useStart(onStarted: () => void) {
  const toasts = useToasts();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: startExport,
    onSuccess: async (made) => {
      onStarted();
      toasts.done(`Export of ${numbered(made.total, "sample")} started.`, { label: "Open", run: () => void navigate(`/exports/${made.export_id}`) });
      await client.invalidateQueries({ queryKey: keys.exports });
    },
    onError: (error) => toasts.failed(error),
  });
}
