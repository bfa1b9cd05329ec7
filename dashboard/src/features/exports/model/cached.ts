/** Exports in the cache: change or take out one everywhere it is shown, before the service has answered. */
import type { QueryClient } from "@tanstack/react-query";
import type { Export } from "@/lib/api/exports";
import { keys } from "@/lib/keys";

interface Page {
  exports: Export[];
  total: number;
}

const LISTS = { queryKey: [...keys.exports, "list"] };

/** @returns puts back what was there. */
export function changeCached(client: QueryClient, exportId: string, change: Partial<Export>): () => void {
  const before = [...client.getQueriesData({ queryKey: keys.exports })];
  client.setQueriesData<Page>(LISTS, (page) => page && { ...page, exports: page.exports.map((one) => (one.export_id === exportId ? { ...one, ...change } : one)) });
  client.setQueryData<{ export: Export }>(keys.export(exportId), (one) => one && { ...one, export: { ...one.export, ...change } });
  return () => before.forEach(([key, data]) => client.setQueryData(key, data));
}

/** @returns puts back what was there. */
export function dropCached(client: QueryClient, exportId: string): () => void {
  const before = [...client.getQueriesData({ queryKey: LISTS.queryKey })];
  client.setQueriesData<Page>(LISTS, (page) => {
    if (!page?.exports.some((one) => one.export_id === exportId)) return page;
    return { ...page, exports: page.exports.filter((one) => one.export_id !== exportId), total: page.total - 1 };
  });
  return () => before.forEach(([key, data]) => client.setQueryData(key, data));
}
