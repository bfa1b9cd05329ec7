/** What the last start was refused for, until it is mended: faults at their fields, and the rest for the top of the page. */
import { useCallback, useEffect, useRef, useState } from "react";
import { connection } from "@/lib/connection";
import { asProblem, Problem, Unreachable, type Fault } from "@/lib/problem";
import { ROWS_SHOWN } from "./fields/items-fields";
import type { View } from "./fields/order-fields";
import { fieldId, isAdvanced, itemOf, placeOf, standing } from "./model/faults";
import type { GenerateForm } from "./model/form";

export const TOP_ID = "generate-top";

export interface Top {
  title: string;
  detail: string;
}

const UNANSWERED: Top = {
  title: "Gristmill did not answer",
  detail: "Start again once it is back: the same order goes under the same key, so that no batch is made twice.",
};

export function useRefusal(onView: (part: Partial<View>) => void) {
  const [faults, setFaults] = useState<Fault[]>([]);
  const [top, setTop] = useState<Top | null>(null);
  const [refusals, setRefusals] = useState(0);
  const places = useRef<string[]>([]);

  useEffect(() => {
    if (refusals === 0) return;
    const frame = requestAnimationFrame(() => focusFirst(places.current)); // after what is folded has begun to unfold
    return () => cancelAnimationFrame(frame);
  }, [refusals]);

  /** `isPlaced`: whether the form has a place for a fault. */
  function refuse(found: Fault[], error: unknown, isPlaced: (pointer: string) => boolean) {
    const placed = found.filter((fault) => isPlaced(fault.pointer));
    places.current = placed.map((fault) => placeOf(fault.pointer));
    setFaults(placed);
    setTop(topOf(found, placed, error));
    setRefusals((count) => count + 1);
    const items = placed.map((fault) => itemOf(fault.pointer)).filter((item) => item !== null);
    onView({
      ...(placed.some((fault) => isAdvanced(fault.pointer)) && { advanced: true }),
      ...(items.length && { itemPage: Math.floor(Math.min(...items) / ROWS_SHOWN) }),
    });
  }

  // It is back: what was said of its absence is over.
  useEffect(() => connection.subscribe(() => connection.get() === "live" && setTop((said) => (said === UNANSWERED ? null : said))), []);

  const mend = useCallback((changed: readonly (keyof GenerateForm)[]) => {
    setFaults((all) => standing(all, changed));
    setTop(null);
  }, []);

  return { faults, top, refuse, mend };
}

/** For the top: a problem that is about no field, or the faults whose fields are not on the page. */
function topOf(found: Fault[], placed: Fault[], error: unknown): Top | null {
  const homeless = found.filter((fault) => !placed.includes(fault));
  if (error instanceof Problem && found.length > 0) {
    const detail = homeless.map((fault) => `${fault.pointer.slice(1)}: ${fault.detail}`).join("; ");
    return homeless.length ? { title: error.title, detail } : null;
  }
  if (error instanceof Unreachable) return UNANSWERED;
  return error === null ? null : asProblem(error);
}

function focusFirst(places: readonly string[]): void {
  const fields = places.map((place) => document.getElementById(fieldId(place))).filter((one) => one !== null);
  const first = fields.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))[0];
  (first ?? document.getElementById(TOP_ID))?.focus();
}
