/** Which sections of the editor are open, and the way from a fault to its field. */
import { useCallback, useMemo, useState } from "react";
import { flushSync } from "react-dom";
import type { Fault } from "@/lib/problem";
import { placeOf, type SectionId } from "../model/places";
import { goTo as focusField } from "./go-to";
import type { Sections } from "./section";

const AT_FIRST: readonly SectionId[] = ["about", "prompt"];

export function useSections(isNew: boolean): Sections & { goTo: (fault: Fault) => void } {
  const [open, setOpen] = useState<ReadonlySet<SectionId>>(() => new Set(isNew ? [...AT_FIRST, "sample"] : AT_FIRST));
  const toggle = useCallback((id: SectionId, opened: boolean) => {
    setOpen((before) => {
      const now = new Set(before);
      if (opened) now.add(id);
      else now.delete(id);
      return now;
    });
  }, []);
  const goTo = useCallback(
    (fault: Fault) => {
      flushSync(() => toggle(placeOf(fault.pointer).section, true));
      focusField(fault);
    },
    [toggle],
  );
  return useMemo(() => ({ open, toggle, goTo }), [open, toggle, goTo]);
}
