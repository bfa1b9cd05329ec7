/** The form and what is wrong in it, for its fields. */
import { createContext, useContext } from "react";
import type { ExportForm } from "../model/form";

export interface FormDesk {
  form: ExportForm;
  change: (part: Partial<ExportForm>) => void;
  /** What is wrong at this pointer or below it. */
  faultAt: (pointer: string) => string | null;
  /** What is wrong at this pointer itself. */
  exactFaultAt: (pointer: string) => string | null;
  /** Fields that the chosen samples have, as far as can be told. */
  known: readonly string[];
}

export const FormContext = createContext<FormDesk | null>(null);

export function useForm(): FormDesk {
  const desk = useContext(FormContext);
  if (!desk) throw new Error("useForm needs a FormContext around it");
  return desk;
}
