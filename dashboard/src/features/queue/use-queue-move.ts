/** Move a waiting batch: shown at once, and put back with a message when the service refuses. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useToasts } from "@/components/toasts";
import { changeBatch, refreshBatches } from "@/lib/api/batches";
import type { QueuePage } from "@/lib/api/queue";
import { keys } from "@/lib/keys";
import { withMove } from "./queue-order";

export interface QueueMove {
  batchId: string;
  position: number;
}

export function useQueueMove() {
  const client = useQueryClient();
  const toasts = useToasts();
  const { mutate } = useMutation({
    mutationFn: ({ batchId, position }: QueueMove) => changeBatch(batchId, { position }),
    onMutate: async ({ batchId, position }) => {
      await client.cancelQueries({ queryKey: keys.queue });
      const before = client.getQueryData<QueuePage>(keys.queue);
      if (before) client.setQueryData(keys.queue, withMove(before, batchId, position));
      return { before };
    },
    onError: (error, _move, context) => {
      client.setQueryData(keys.queue, context?.before);
      toasts.failed(error);
    },
    onSettled: () => refreshBatches(client),
  });
  return mutate;
}
