/** Whether news arrive: `live`, `connecting` (first time or again), or `cut` (the service does not answer). */
import { useSyncExternalStore } from "react";

export type Connection = "connecting" | "live" | "cut";

class ConnectionState {
  private state: Connection = "connecting";
  private readonly listeners = new Set<() => void>();

  get = (): Connection => this.state;

  set(state: Connection): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

/** The page has one stream, so it has one state of it. */
export const connection = new ConnectionState();

export function useConnection(): Connection {
  return useSyncExternalStore(connection.subscribe, connection.get);
}
