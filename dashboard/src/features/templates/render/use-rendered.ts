/** What the service makes of an unsaved draft, asked a moment after the last key. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Schemas } from "@/lib/api/client";
import { renderDefinition, type RenderWanted, type TemplateDefinition } from "@/lib/api/templates";
import { Problem, type Fault } from "@/lib/problem";
import { useDebounced } from "@/lib/use-debounced";
import { UNNAMED } from "../model/blank";
import { sorted } from "../model/places";

const NONE: { definition: Fault[]; values: Fault[] } = { definition: [], values: [] };

export type Rendered = Schemas["RenderedTemplate"];

export interface Rendering {
  /** The last answer that was good. */
  last: Rendered | null;
  /** It is of the draft as it is now. */
  current: boolean;
  faults: { definition: Fault[]; values: Fault[] };
  /** Not asked, or not answered. */
  error: unknown;
}

export function useRendered(definition: TemplateDefinition | null, values: RenderWanted): Rendering {
  const body = useMemo(() => {
    return definition && JSON.stringify({ values, definition: { ...definition, name: definition.name || UNNAMED } });
  }, [definition, values]);
  const asked = useDebounced(body);
  const query = useQuery({
    queryKey: ["template-render", asked],
    queryFn: ({ signal }) => {
      const { definition: sent, values: filled } = JSON.parse(asked ?? "") as { definition: TemplateDefinition; values: RenderWanted };
      return renderDefinition(sent, filled, signal);
    },
    enabled: asked !== null,
    staleTime: Infinity, // the same draft always renders the same
    gcTime: 30_000,
  });
  const [last, setLast] = useState<Rendered | null>(null);
  if (query.data && query.data !== last) setLast(query.data);
  // Faults stay until the next answer, so that they do not flicker with each key.
  const [error, setError] = useState<unknown>(null);
  if (query.status !== "pending" && query.error !== error) setError(query.error);
  const refused = error instanceof Problem && error.errors.length > 0 ? error : null;
  const faults = useMemo(() => (refused ? sorted(refused.errors) : NONE), [refused]);
  const current = query.data !== undefined && asked === body;
  return useMemo(() => ({ last, current, faults, error: refused ? null : error }), [last, current, faults, refused, error]);
}
