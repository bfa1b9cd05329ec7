/** Cancel and delete an export: shown at once, put back with a message when the service refuses. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useConfirm } from "@/components/confirm";
import { useToasts } from "@/components/toasts";
import { cancelExport, deleteExport, type Export } from "@/lib/api/exports";
import { keys } from "@/lib/keys";
import { changeCached, dropCached } from "../model/cached";
import { labelOf } from "../model/words";

interface Moves {
  cancel: () => void;
  remove: () => void;
  isBusy: boolean;
}

/** @param onRemoved what happens once it is gone, on a page that shows it alone. */
export function useMoves(one: Export, onRemoved?: () => void): Moves {
  const client = useQueryClient();
  const toasts = useToasts();
  const confirm = useConfirm();
  const refresh = () => client.invalidateQueries({ queryKey: keys.exports });
  /** An answer that is on its way knows nothing of the move. */
  const hush = () => client.cancelQueries({ queryKey: keys.exports });
  const cancelling = useMutation({
    mutationFn: () => cancelExport(one.export_id),
    onMutate: async () => {
      await hush();
      return changeCached(client, one.export_id, { cancelling: true });
    },
    onError: (error, _, putBack) => {
      putBack?.();
      toasts.failed(error);
    },
    onSettled: refresh,
  });
  const removing = useMutation({
    mutationFn: () => deleteExport(one.export_id),
    onMutate: async () => {
      await hush();
      return dropCached(client, one.export_id);
    },
    onError: (error, _, putBack) => {
      putBack?.();
      toasts.failed(error);
      void refresh();
    },
    onSuccess: () => {
      toasts.done("The export is deleted. Its samples stay.");
      onRemoved?.();
      return client.invalidateQueries({ queryKey: [...keys.exports, "list"] });
    },
  });
  const remove = async () => {
    const yes = await confirm({
      title: "Delete this export?",
      text: `${labelOf(one.format)}: its files go and cannot be downloaded any more. The samples stay.`,
      yes: "Delete",
      danger: true,
    });
    if (yes) removing.mutate();
  };
  return { cancel: () => cancelling.mutate(), remove: () => void remove(), isBusy: cancelling.isPending || removing.isPending };
}
