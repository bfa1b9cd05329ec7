/** Keys of the page: a plain key does something only where nobody types and no dialog is open. */
import { useEffect, useRef } from "react";

export type Keys = Readonly<Record<string, () => void>>;

const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox]";
const ELSEWHERE = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox], .MuiModal-root";
/** Holding a key down may leaf through; it must not decide about everything. */
const MAY_REPEAT = new Set(["j", "k", "ArrowRight", "ArrowLeft"]);

export function useKeys(keys: Keys, isOn = true): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!isOn) return;
    const hear = (event: KeyboardEvent) => {
      const name = keyOf(event);
      const act = name === null ? undefined : latest.current[name];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, [isOn]);
}

/** The key's name, null if it is not meant for the page. */
export function keyOf(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(TYPING) || target?.closest(ELSEWHERE)) return null;
  if (event.key === "?") return "?";
  if (event.shiftKey) return null;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.repeat && !MAY_REPEAT.has(name) ? null : name;
}
