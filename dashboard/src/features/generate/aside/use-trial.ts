/** A few real samples before a batch is started. A trial can be given up; what was called by then is paid all the same. */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { previewTemplate } from "@/lib/api/templates";
import { drafts } from "../draft-store";
import { useGenerate } from "../generate-context";
import { previewWanted } from "../model/preview-wanted";

export function useTrial() {
  const { reference } = useGenerate();
  const flight = useRef<AbortController | null>(null);
  const trial = useMutation({
    mutationFn: (count: number) => {
      const { template, wanted } = previewWanted({ ...drafts.get().form, template: reference }, count);
      flight.current = new AbortController();
      return previewTemplate(template, wanted, flight.current.signal);
    },
  });
  useEffect(() => () => flight.current?.abort(), []);
  return { ...trial, cancel: () => flight.current?.abort(), isCancelled: isAbort(trial.error) };
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
