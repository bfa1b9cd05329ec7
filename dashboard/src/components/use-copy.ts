/** Copy a text, and say that it was copied. A page without TLS on another machine's address has no clipboard: that is said, too. */
import { useCallback } from "react";
import { useToasts } from "./toasts";

/** `what` is copied, as in "the id". */
export function useCopy(): (text: string, what: string) => Promise<void> {
  const toasts = useToasts();
  return useCallback(
    async (text, what) => {
      try {
        await navigator.clipboard.writeText(text);
        toasts.done(`Copied ${what}.`);
      } catch {
        toasts.info("This browser lets no page copy from this address. Select the text and copy it by hand.");
      }
    },
    [toasts],
  );
}
