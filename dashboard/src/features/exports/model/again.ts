/** Where an export is asked for once more: its samples and format in the address, the rest by its id. Pure. */
import type { Export } from "@/lib/api/exports";
import { withChoice } from "./choice";
import { choiceOfRequest } from "./form";

export const MOST_IN_ADDRESS = 50; // batches: addresses have an end

export function againAddress({ export_id, request }: Pick<Export, "export_id" | "request">): string {
  const choice = choiceOfRequest(request);
  const params = withChoice(new URLSearchParams({ again: export_id }), { ...choice, batchIds: choice.batchIds.slice(0, MOST_IN_ADDRESS) });
  return `/exports?${params}`;
}
