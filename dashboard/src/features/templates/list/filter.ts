/** Which templates a list shows, by what its address says. */
import type { Template } from "@/lib/api/templates";

export interface Filter {
  text: string;
  kind: string;
}

/** Every word has to be somewhere in the name, the description, the fields or the parameters. */
export function matching(templates: readonly Template[], { text, kind }: Filter): Template[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter((one) => {
    if (kind && one.kind !== kind) return false;
    const all = [one.name, one.template_id, one.description, ...one.fields, ...one.parameters].join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
