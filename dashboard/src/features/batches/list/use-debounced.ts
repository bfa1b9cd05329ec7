/** A text as it was when it last stood still: what is searched while a person types. */
import { useEffect, useState } from "react";

const STILL_MS = 300;

export function useDebounced(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), STILL_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
