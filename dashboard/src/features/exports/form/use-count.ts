/** What the form would export, counted whenever it stands still for a moment. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { countExport, type ExportCount, type ExportWanted } from "@/lib/api/exports";
import { useDebounced } from "@/lib/use-debounced";

const AGAIN_MS = 15_000; // batches may be running, and others may be reviewing

export interface Counted {
  count: ExportCount | undefined;
  /** The numbers are of what was asked before, or there are none yet. */
  isCounting: boolean;
  error: unknown;
  again: () => void;
}

/** @param wanted null while the form is not sound: then nothing is asked. */
export function useCount(wanted: ExportWanted | null): Counted {
  const text = wanted && JSON.stringify(wanted);
  const settled = useDebounced(text);
  const query = useQuery({
    queryKey: ["export-count", settled],
    queryFn: ({ signal }) => countExport(JSON.parse(settled as string) as ExportWanted, signal),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: (asked) => (asked.state.status === "error" ? false : AGAIN_MS),
  });
  const isCounting = text !== settled || query.isPlaceholderData || query.isPending;
  return { count: text === null ? undefined : query.data, isCounting: text !== null && isCounting, error: text === settled ? query.error : null, again: () => void query.refetch() };
}
