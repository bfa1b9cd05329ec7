/** A value as it was when it last stood still. */
import { useEffect, useState } from "react";

const STILL_MS = 350;

/** @param value compared by identity: a text, or an object that stays the same while it says the same. */
export function useDebounced<T>(value: T, stillMs = STILL_MS): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), stillMs);
    return () => clearTimeout(timer);
  }, [value, stillMs]);
  return settled;
}
