/** The filters of the address, and how to change them. */
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { filtersOf, withFilters, type Filters } from "./filters";

export type ChangeFilters = (change: Partial<Record<keyof Filters, unknown>>) => void;

export function useFilters(): [Filters, ChangeFilters, () => void] {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  // The same filters are the same object, whatever else the address says: lists depend on it.
  const filtersText = withFilters(new URLSearchParams(), filtersOf(params)).toString();
  const filters = useMemo(() => filtersOf(new URLSearchParams(filtersText)), [filtersText]);
  const change = useCallback<ChangeFilters>(
    (wanted) => {
      const now = new URLSearchParams(text);
      const next = { ...filtersOf(now), ...wanted } as Record<string, unknown>;
      for (const [name, value] of Object.entries(next)) if (value === undefined || value === null || value === "") delete next[name];
      setParams(withFilters(now, next));
    },
    [setParams, text],
  );
  const clear = useCallback(() => {
    const now = new URLSearchParams(text);
    const { sort, verdict } = filtersOf(now);
    setParams(withFilters(now, { ...(sort && { sort }), ...(verdict && { verdict }) }));
  }, [setParams, text]);
  return [filters, change, clear];
}
