/** Ctrl+Enter (or Cmd+Enter) from anywhere on the page, but not from a dialog or a list that is open over it. */
import { useEffect, useEffectEvent } from "react";

const OVER_THE_PAGE = '[role="dialog"], [role="listbox"]';

export function useCtrlEnter(run: () => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isOver = event.target instanceof Element && event.target.closest(OVER_THE_PAGE) !== null;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat && !isOver) run();
  });
  useEffect(() => {
    // A field may take its text over on this very key: the order is read after it has.
    const listener = (event: KeyboardEvent) => void setTimeout(() => onKey(event));
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
