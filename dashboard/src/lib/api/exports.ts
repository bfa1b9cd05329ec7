/** Exports: count, start, watch, download. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { keys } from "../keys";
import { pollWhenCut } from "../query-client";
import { api, take, type Schemas } from "./client";

export type Export = Schemas["ExportView"];
export type ExportWanted = Partial<Schemas["StartExport"]> & Pick<Schemas["StartExport"], "format">;
export type ExportCount = Schemas["ExportCount"];

export function useExports(query: { limit: number; offset: number }) {
  return useQuery({
    queryKey: keys.exportList(query),
    queryFn: ({ signal }) => take(api.GET("/api/exports", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: pollWhenCut,
  });
}

export function useExport(exportId: string) {
  return useQuery({
    queryKey: keys.export(exportId),
    queryFn: ({ signal }) => take(api.GET("/api/exports/{export_id}", { params: { path: { export_id: exportId } }, signal })),
    select: (answer) => answer.export,
    refetchInterval: pollWhenCut,
  });
}

/** Progress of an export that is being made, from the news. */
export function useExportProgress(exportId: string): { done: number; total: number } | null {
  const { data } = useQuery({
    queryKey: keys.exportLive(exportId),
    queryFn: () => null as { done: number; total: number } | null,
    enabled: false,
    initialData: null as { done: number; total: number } | null,
    staleTime: Infinity,
  });
  return data;
}

export async function countExport(wanted: ExportWanted, signal?: AbortSignal) {
  return take(api.POST("/api/exports/count", { body: wanted, ...(signal ? { signal } : {}) }));
}

export async function startExport(wanted: ExportWanted) {
  return take(api.POST("/api/exports", { body: wanted }));
}

export async function cancelExport(exportId: string) {
  return take(api.POST("/api/exports/{export_id}/cancel", { params: { path: { export_id: exportId } } }));
}

export async function deleteExport(exportId: string) {
  return take(api.DELETE("/api/exports/{export_id}", { params: { path: { export_id: exportId } } }));
}

export async function pushExport(exportId: string, wanted: Schemas["PushExport"]) {
  return take(api.POST("/api/exports/{export_id}/push", { params: { path: { export_id: exportId } }, body: wanted }));
}

export function downloadAddress(exportId: string): string {
  return `/api/exports/${encodeURIComponent(exportId)}/download`;
}

export function fileAddress(exportId: string, name: string): string {
  return `/api/exports/${encodeURIComponent(exportId)}/files/${name.split("/").map(encodeURIComponent).join("/")}`;
}
