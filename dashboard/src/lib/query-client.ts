/** One cache for all that the service says. While the event stream is cut it is asked every 5 s instead. */
import { QueryClient } from "@tanstack/react-query";
import { connection } from "./connection";
import { isPassing } from "./problem";

export const POLL_MS = 5000;

/** For queries that news keep fresh: no poll while the stream is open. */
export function pollWhenCut(): number | false {
  return connection.get() === "live" ? false : POLL_MS;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        gcTime: 10 * 60_000,
        retry: (failures, error) => isPassing(error) && failures < 2,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 4000),
        networkMode: "always", // the service is on this machine: it needs no internet
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
