/** A preset as a draft of the form. */
import type { Preset } from "@/lib/api/presets";
import type { Draft } from "../draft-store";
import { orderToForm } from "../model/order-to-form";

export function presetDraft({ preset_id, name, order }: Preset): Draft {
  return { form: orderToForm(order), origin: { kind: "preset", id: preset_id, name }, attempt: null };
}
