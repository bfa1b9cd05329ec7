/** The whole draft with the template that it means. It changes with every key: a field watches its own part with `useForm`. */
import { useDraft } from "./draft-store";
import { useGenerate } from "./generate-context";
import type { GenerateForm } from "./model/form";

export function useOrderForm(): GenerateForm {
  const { reference } = useGenerate();
  return { ...useDraft().form, template: reference };
}
