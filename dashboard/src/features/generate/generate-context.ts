/**
 * What all parts of the form share: its template, and what the service found wrong with it. What is typed is not in here:
 * each field watches its own part of the draft, so that a key draws one field anew and not the page.
 */
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Template, TemplateDefinition } from "@/lib/api/templates";
import { drafts } from "./draft-store";
import type { GenerateForm } from "./model/form";

export interface Generate {
  change: (part: Partial<GenerateForm>) => void;
  /** What is wrong at a place of the form (a JSON pointer), as one sentence. */
  faultAt: (place: string) => string | null;
  templates: Template[];
  /** What the order will name: id, name, `name@version` or `auto`. */
  reference: string;
  template: Template | null;
  /** The chosen version of it; null until it is here. */
  definition: TemplateDefinition | null;
}

export const GenerateContext = createContext<Generate | null>(null);

export function useGenerate(): Generate {
  const generate = useContext(GenerateContext);
  if (!generate) throw new Error("useGenerate needs a GenerateContext around it");
  return generate;
}

/** Watch a part of the form. What is selected must be a part of it, and not made anew. */
export function useForm<T>(select: (form: GenerateForm) => T): T {
  return useSyncExternalStore(drafts.subscribe, () => select(drafts.get().form));
}
