/** The log of a batch while its tab is open. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { followSight } from "@/lib/sight";
import { LogSource, type LogSnapshot } from "./log-source";

interface Log extends LogSnapshot {
  hold: () => void;
  follow: () => void;
}

export function useLog(batchId: string, open: boolean): Log {
  const [source] = useState(() => new LogSource(batchId));
  const snapshot = useSyncExternalStore(source.subscribe, source.get);
  useEffect(() => {
    source.open(open);
    const unsee = open ? followSight(source.wake, source.rest) : undefined;
    return () => {
      unsee?.();
      source.close();
    };
  }, [source, open]);
  return { ...snapshot, hold: () => source.hold(), follow: () => source.open(true) };
}
