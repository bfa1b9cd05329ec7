/** A value as it was when it last stood still. */
import { useEffect, useState } from "react";

const STILL_MS = 400;

export function useDebounced<T extends string | number | null>(value: T, stillMs = STILL_MS): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), stillMs);
    return () => clearTimeout(timer);
  }, [value, stillMs]);
  return settled;
}
