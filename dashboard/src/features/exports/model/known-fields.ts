/** Which fields the chosen samples have, as far as their templates tell; others can be typed. Pure. */
import type { Template } from "@/lib/api/templates";
import type { ExportForm } from "./form";
import { formatOf, PROVENANCE } from "./words";

const SOURCE = "source"; // the passage of a grounded sample: chats may speak it

/** @param counted how many samples by template with its version, such as `Legal Q&A@1`. */
export function knownFields(form: Pick<ExportForm, "format">, templates: readonly Template[], counted: Record<string, number>): string[] {
  const names = new Set(Object.keys(counted).map((one) => one.replace(/@\d+$/, "")));
  const told = templates.filter(({ name }) => names.has(name));
  const isChat = formatOf(form.format).roles.length > 0;
  const taken: readonly string[] = PROVENANCE;
  const own = (told.length ? told : templates).flatMap(({ fields }) => fields).map((field) => (!isChat && taken.includes(field) ? `content_${field}` : field));
  return [...new Set(isChat ? [...own, SOURCE] : [...own, ...PROVENANCE])];
}
