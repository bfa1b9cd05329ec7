/** The service itself: is it well. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "../keys";
import { POLL_MS } from "../query-client";
import { api, take } from "./client";

export function useHealth() {
  return useQuery({
    queryKey: keys.health,
    queryFn: ({ signal }) => take(api.GET("/api/health", { signal })),
    refetchInterval: POLL_MS * 3,
  });
}
