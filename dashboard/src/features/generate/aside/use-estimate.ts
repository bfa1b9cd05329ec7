/** What the form's order would use, cost and last: asked anew whenever the form stands still. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useToasts } from "@/components/toasts";
import type { Order } from "@/lib/api/batches";
import { estimate } from "@/lib/api/estimates";
import { useDebounced } from "@/lib/use-debounced";

const FRESH_MS = 20_000;

const keyOf = (body: string | null) => ["estimate", body] as const;

/** @param order null while the form has no order to send. */
export function useEstimate(order: Order | null) {
  const client = useQueryClient();
  const toasts = useToasts();
  const body = useDebounced(order && JSON.stringify(order));
  const query = useQuery({
    queryKey: keyOf(body),
    queryFn: ({ signal }) => estimate(JSON.parse(body ?? "{}") as Order, false, signal),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    retry: false,
  });
  const measuring = useMutation({
    mutationFn: async (text: string) => ({ text, data: await estimate(JSON.parse(text) as Order, true) }),
    onSuccess: ({ text, data }) => client.setQueryData(keyOf(text), data),
    onError: (error, text) => toasts.failed(error, () => measuring.mutate(text)),
  });
  return { query, measure: () => body && measuring.mutate(body), isMeasuring: measuring.isPending };
}
