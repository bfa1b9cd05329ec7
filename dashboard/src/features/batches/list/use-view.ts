/** The view of the list, kept in the address. */
import { useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { useSearchParams } from "react-router";
import { changed, readView, writeView, type View } from "./view";

export type ChangeView = (change: Partial<View>) => void;

export function useView(): { view: View; change: ChangeView } {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  // The router gives another function for each address; what rests on `change` would all be drawn again with it.
  const latest = useRef(setParams);
  useLayoutEffect(() => {
    latest.current = setParams;
  }, [setParams]);
  const change = useCallback<ChangeView>((part) => {
    latest.current((before) => writeView(changed(readView(before), part), before), { replace: !("page" in part) });
  }, []);
  return { view, change };
}
