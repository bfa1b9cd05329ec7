/** Ask before unsaved changes are left behind: by a link of the page, or by closing it. */
import { useEffect, useRef } from "react";
import { useBlocker } from "react-router";
import { useConfirm } from "@/components/confirm";

/** @returns call it right before a way out that needs no question, such as after saving. */
export function useLeaving(dirty: boolean): () => void {
  const ask = useConfirm();
  const free = useRef(false);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && !free.current && currentLocation.pathname !== nextLocation.pathname);

  useEffect(() => {
    if (blocker.state !== "blocked") return;
    void ask({
      title: "Leave without saving?",
      text: "Your changes are not saved as a version. This browser keeps them, and offers them when you come back.",
      yes: "Leave",
    }).then((yes) => (yes ? blocker.proceed() : blocker.reset()));
  }, [blocker, ask]);

  useEffect(() => {
    if (!dirty) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, [dirty]);

  return () => {
    free.current = true;
  };
}
