/** Saving a draft: as a new template or a new version. A version that came in between is shown, and not overwritten. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useToasts } from "@/components/toasts";
import { changeTemplate, createTemplate, useTemplate, type TemplateDefinition } from "@/lib/api/templates";
import { keys } from "@/lib/keys";
import { Problem, type Fault } from "@/lib/problem";
import type { TemplateForm } from "../model/form";
import type { DraftState } from "./use-draft";

interface Order {
  definition: TemplateDefinition;
  /** The version that this is to follow; null: a new template. */
  onto: number | null;
  form: TemplateForm;
}

export interface Saving {
  save: (onto?: number) => void;
  busy: boolean;
  /** What the service refused, as long as nothing was changed since. */
  faults: readonly Fault[];
  /** It was refused because there is a newer version. */
  stale: boolean;
  look: () => void;
  closeStale: () => void;
}

export function useSaving(templateId: string | null, draft: DraftState, letGo: () => void): Saving {
  const [refused, setRefused] = useState<{ form: TemplateForm; faults: readonly Fault[] } | null>(null);
  const [stale, setStale] = useState(false);
  const client = useQueryClient();
  const toasts = useToasts();
  const navigate = useNavigate();
  const newest = useTemplate(templateId);

  const mutation = useMutation({
    mutationFn: ({ definition, onto }: Order) =>
      templateId === null ? createTemplate(definition) : changeTemplate(templateId, definition, onto ?? 0),
    onSuccess: ({ template, changed }, { definition }) => {
      draft.saved(template.version, definition);
      setStale(false);
      void client.invalidateQueries({ queryKey: keys.templates });
      if (templateId === null) {
        letGo();
        toasts.done(`${template.name} is saved.`);
        void navigate(`/templates/${template.template_id}`, { replace: true });
      } else if (changed) toasts.done(`Version ${template.version} is saved. Batches that there are go on with theirs.`);
      else toasts.info(`Nothing changed: version ${template.version} says the same.`);
    },
    onError: (error, { form }) => {
      if (error instanceof Problem && error.status === 412) {
        void newest.refetch().then(() => setStale(true));
        return;
      }
      setRefused({ form, faults: error instanceof Problem ? error.errors : [] });
      toasts.failed(error);
    },
  });

  const save = (onto: number | null = draft.opened.version) => {
    if (mutation.isPending) return;
    const missing = missingName(draft);
    if (missing) setRefused({ form: draft.form, faults: missing });
    else if (draft.definition) mutation.mutate({ definition: draft.definition, onto, form: draft.form });
  };
  return {
    save,
    busy: mutation.isPending,
    faults: refused?.form === draft.form ? refused.faults : [],
    stale,
    look: () => setStale(true),
    closeStale: () => setStale(false),
  };
}

function missingName(draft: DraftState): Fault[] | null {
  return draft.form.name.trim() === "" ? [{ pointer: "/name", detail: "A template needs a name." }] : null;
}
