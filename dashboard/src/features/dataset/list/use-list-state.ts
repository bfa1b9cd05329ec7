/** What is selected, where the keys stand, and which sample is open (that is in the address). */
import { useCallback, useMemo, useRef, useState, useEffect } from "react";
import { useSearchParams } from "react-router";
import type { Filters } from "../shared/filters";
import type { SampleRow } from "./rows";
import type { RowActions } from "./sample-row";
import { extended, NOTHING, toggled } from "./selection";

export function useListState(rows: readonly SampleRow[], filters: Filters) {
  const [params, setParams] = useSearchParams();
  const [selection, setSelection] = useState(NOTHING);
  const [active, setActive] = useState(0);
  const [shown, setShown] = useState(filters);
  if (shown !== filters) {
    setShown(filters);
    setSelection(NOTHING); // of another list
    setActive(0);
  }
  const openId = params.get("sample");
  const latest = useRef({ rows, setParams });
  useEffect(() => {
    latest.current = { rows, setParams };
  });

  const open = useCallback((id: string | null) => {
    latest.current.setParams(
      (now) => {
        const next = new URLSearchParams(now);
        if (id) next.set("sample", id);
        else next.delete("sample");
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  }, []);
  // Rows are drawn once: what they call stays the same while the list grows.
  const actions = useMemo<RowActions>(
    () => ({
      open: (id, index) => {
        setActive(index);
        open(id);
      },
      select: (id, isRange, index) => {
        setActive(index);
        setSelection((now) => (isRange ? extended(now, id, latest.current.rows) : toggled(now, id)));
      },
    }),
    [open],
  );
  const move = (index: number) => {
    setActive(index);
    const row = rows[index];
    if (openId && row) open(row.id);
  };
  const reset = useCallback(() => {
    setSelection(NOTHING);
    setActive(0);
  }, []);
  return { active, openId, selection, actions, open, move, reset };
}
