/** The view of the list, kept in the address. */
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { changed, readView, writeView, type View } from "./view";

export type ChangeView = (change: Partial<View>) => void;

export function useView(): { view: View; change: ChangeView } {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  const change = useCallback<ChangeView>(
    (part) => setParams((before) => writeView(changed(readView(before), part), before), { replace: !("page" in part) }),
    [setParams],
  );
  return { view, change };
}
