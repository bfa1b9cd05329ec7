/** The course of a decision about many: count, do, say what was done. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useToasts } from "@/components/toasts";
import { refreshSamples, reviewMany } from "@/lib/api/samples";
import { rememberReason } from "../shared/reasons";
import { countOrder, hasHappened, order, otherNumber, type Bulk } from "./bulk";
import { useMarkRows } from "./use-sample-rows";

const REVIEW = { approve: "approved", reject: "rejected", reset: "pending" } as const;

export function useBulk(bulk: Bulk, onDone: () => void) {
  const client = useQueryClient();
  const toasts = useToasts();
  const mark = useMarkRows();
  const [other, setOther] = useState<number | null>(null);
  const counting = useQuery({
    queryKey: ["review-count", bulk],
    queryFn: () => reviewMany(countOrder(bulk)),
    select: (answer) => answer.matched,
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const matched = other ?? counting.data;
  const undo = async (ids: readonly string[]) => {
    try {
      await reviewMany({ ids: [...ids], action: "reset", dry_run: false });
      mark(new Set(ids), "pending");
      await refreshSamples(client);
    } catch (error) {
      toasts.failed(error, () => void undo(ids));
    }
  };
  const doing = useMutation({
    mutationFn: (reason: string) => reviewMany(order(bulk, reason, matched ?? 0)),
    onError: (error) => setOther(otherNumber(error)),
    onSuccess: (answer, reason) => {
      const { action, target } = bulk;
      if (action === "reject") rememberReason(reason.trim());
      if ("ids" in target) mark(new Set(target.ids), REVIEW[action]);
      const back = "ids" in target && action !== "reset" ? { label: "Undo", run: () => void undo(target.ids) } : undefined;
      toasts.done(hasHappened(bulk, answer.changed, answer.matched), back);
      void refreshSamples(client);
      onDone();
    },
  });
  return { counting, matched, wasOther: other !== null, doing };
}
