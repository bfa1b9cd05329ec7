/** The queue: who runs, who waits, and for how long. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "../keys";
import { pollWhenCut } from "../query-client";
import { api, take, type Schemas } from "./client";

export type QueueEntry = Schemas["QueueEntry"];
export type QueuePage = Schemas["QueuePage"];

export const QUEUE_SHOWN = 200;

export function useQueue() {
  return useQuery({
    queryKey: keys.queue,
    queryFn: ({ signal }) => take(api.GET("/api/queue", { params: { query: { limit: QUEUE_SHOWN } as never }, signal })),
    refetchInterval: pollWhenCut,
  });
}
