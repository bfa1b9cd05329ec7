/** Batches: lists, one, and its moves. */
import { keepPreviousData, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { keys } from "../keys";
import { Problem } from "../problem";
import { pollWhenCut } from "../query-client";
import { api, take, type Schemas } from "./client";
import type { paths } from "./types.gen";

export type Batch = Schemas["BatchView"];
export type BatchWithItems = Schemas["BatchWithItems"];
export type Item = Schemas["ItemView"];
export type Attempt = Schemas["AttemptView"];
export type BatchEvent = Schemas["EventView"];
export type Order = Partial<Schemas["StartBatch"]>;
export type BatchListQuery = NonNullable<paths["/api/batches"]["get"]["parameters"]["query"]>;
export type Move = "pause" | "resume" | "stop" | "cancel" | "retry";
export type BatchChange = Partial<Schemas["EditBatch"]>;

/** A place behind all others: the service takes the last one there is. */
export const LAST_PLACE = 1_000_000;

export function useBatches(query: BatchListQuery, options: { enabled?: boolean } = {}) {
  return useQuery({
    queryKey: keys.batchList(query),
    queryFn: ({ signal }) => take(api.GET("/api/batches", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: pollWhenCut,
    ...options,
  });
}

/** How many batches have this status; one row is fetched for it. */
export function useBatchCount(status: "running" | "queued" | "paused") {
  return useQuery({
    queryKey: keys.batchCount(status),
    queryFn: ({ signal }) => take(api.GET("/api/batches", { params: { query: { status: [status], limit: 1 } }, signal })),
    select: (page) => page.total,
    refetchInterval: pollWhenCut,
  });
}

export function useBatch(batchId: string) {
  return useQuery({
    queryKey: keys.batch(batchId),
    queryFn: ({ signal }) => take(api.GET("/api/batches/{batch_id}", { params: { path: { batch_id: batchId } }, signal })),
    select: (answer) => answer.batch,
    refetchInterval: pollWhenCut,
  });
}

/** The batch to watch: flagged, running, the newest unfinished or the newest; null when there is none at all. */
export function useCurrentBatch() {
  return useQuery({
    queryKey: keys.current,
    queryFn: async ({ signal }) => {
      try {
        return await take(api.GET("/api/batches/current", { signal }));
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: pollWhenCut,
  });
}

export async function startBatch(order: Order, idempotencyKey?: string) {
  return take(
    api.POST("/api/generate/batch/start", {
      body: order,
      ...(idempotencyKey ? { headers: { "Idempotency-Key": idempotencyKey } } : {}),
    }),
  );
}

export function useStartBatch() {
  const client = useQueryClient();
  return useMutation({
    // The key makes a start that is sent twice, after a lost answer, one batch.
    mutationFn: (wanted: { order: Order; idempotencyKey: string }) => startBatch(wanted.order, wanted.idempotencyKey),
    onSuccess: () => refreshBatches(client),
  });
}

export async function moveBatch(batchId: string, move: Move) {
  const params = { path: { batch_id: batchId } };
  if (move === "pause") return take(api.POST("/api/batches/{batch_id}/pause", { params }));
  if (move === "resume") return take(api.POST("/api/batches/{batch_id}/resume", { params }));
  if (move === "stop") return take(api.POST("/api/batches/{batch_id}/stop", { params }));
  if (move === "retry") return take(api.POST("/api/batches/{batch_id}/retry", { params }));
  return take(api.POST("/api/batches/{batch_id}/cancel", { params }));
}

export async function changeBatch(batchId: string, change: BatchChange) {
  return take(api.PATCH("/api/batches/{batch_id}", { params: { path: { batch_id: batchId } }, body: change }));
}

export async function deleteBatch(batchId: string) {
  return take(api.DELETE("/api/batches/{batch_id}", { params: { path: { batch_id: batchId } } }));
}

export async function retryItem(batchId: string, item: number) {
  return take(api.POST("/api/batches/{batch_id}/items/{item}/retry", { params: { path: { batch_id: batchId, item } } }));
}

export async function chooseCurrent(batchId: string) {
  return take(api.PUT("/api/batches/current", { body: { batch_id: batchId } }));
}

/** Make all that shows batches fetch again; answered once they have. */
export function refreshBatches(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: keys.batches }),
    client.invalidateQueries({ queryKey: keys.queue }),
  ]);
}
