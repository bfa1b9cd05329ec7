/** Real samples of a template, saved or not. A run can be given up; what it found stays while the page is open. */
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { previewDefinition, previewTemplate, type PreviewAnswer, type PreviewWanted, type TemplateDefinition } from "@/lib/api/templates";

export interface PreviewOrder {
  wanted: PreviewWanted;
  /** A saved template by its id, or a definition that is not saved. */
  of: string | TemplateDefinition;
}

export interface PreviewState {
  run: (order: PreviewOrder) => void;
  cancel: () => void;
  busy: boolean;
  cancelled: boolean;
  answer: PreviewAnswer | undefined;
  error: unknown;
}

export function usePreview(): PreviewState {
  const control = useRef<AbortController | null>(null);
  const mutation = useMutation({
    mutationFn: ({ wanted, of }: PreviewOrder) => {
      control.current = new AbortController();
      const { signal } = control.current;
      return typeof of === "string" ? previewTemplate(of, wanted, signal) : previewDefinition(of, wanted, signal);
    },
  });
  const cancelled = mutation.error instanceof DOMException && mutation.error.name === "AbortError";
  return {
    run: (order) => mutation.mutate(order),
    cancel: () => control.current?.abort(),
    busy: mutation.isPending,
    cancelled,
    answer: mutation.data,
    error: cancelled ? null : mutation.error,
  };
}
