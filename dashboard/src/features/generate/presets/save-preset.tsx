/** Saves the form as a new preset. */
import Box from "@mui/material/Box";
import { useToasts } from "@/components/toasts";
import { useSavePreset } from "@/lib/api/presets";
import { formToOrder } from "../model/form-to-order";
import { useOrderForm } from "../use-order-form";
import { NameForm } from "./name-form";

export function SavePreset() {
  const form = useOrderForm();
  const toasts = useToasts();
  const save = useSavePreset();
  const add = (name: string, empty: () => void) =>
    save.mutate(
      { name, order: formToOrder(form).order },
      {
        onSuccess: ({ preset }) => {
          empty();
          toasts.done(`Saved as the preset ${preset.name}.`);
        },
      },
    );
  return (
    <Box sx={{ pt: 1, pb: 2 }}>
      <NameForm label="Save the form as" button="Save" start={form.name} save={save} onSubmit={add} />
    </Box>
  );
}
