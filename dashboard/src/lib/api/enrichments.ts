/** Enrichments: a template that runs over samples that there are. */
import { api, take, type Schemas } from "./client";

export type EnrichmentWanted = Partial<Schemas["StartEnrichment"]> & Pick<Schemas["StartEnrichment"], "template">;

export async function startEnrichment(wanted: EnrichmentWanted) {
  return take(api.POST("/api/enrichments", { body: wanted }));
}
