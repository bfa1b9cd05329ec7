/** Decide about one sample: it shows at once, goes back with a message if the service refuses, and can be undone. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useToasts } from "@/components/toasts";
import { decide, type Decision, type SampleShown } from "@/lib/api/samples";
import { keys } from "@/lib/keys";
import { rememberReason } from "../shared/reasons";
import { useMarkRows } from "./use-sample-rows";

interface Wanted {
  sample: SampleShown;
  decision: Decision;
  isUndo?: boolean;
}

const WORDS = { approve: "approved", reject: "rejected", reset: "pending" } as const;

/** The decision that leads to where the sample is now. */
export function decisionOf({ review, review_reason }: Pick<SampleShown, "review" | "review_reason">): Decision {
  if (review === "approved") return { action: "approve" };
  if (review === "rejected") return { action: "reject", reason: review_reason ?? "" };
  return { action: "reset" };
}

export function useDecide() {
  const client = useQueryClient();
  const mark = useMarkRows();
  const toasts = useToasts();
  const mutation = useMutation({
    mutationFn: ({ sample, decision }: Wanted) => decide(sample.sample_id, decision, sample.revision),
    onMutate: async ({ sample, decision }) => {
      const key = keys.sample(sample.sample_id);
      await client.cancelQueries({ queryKey: key });
      const review = WORDS[decision.action];
      client.setQueryData<SampleShown>(key, { ...sample, review, review_reason: decision.action === "reject" ? decision.reason : null });
      return { unmark: mark(new Set([sample.sample_id]), review) };
    },
    onError: (error, wanted, context) => {
      context?.unmark();
      client.setQueryData(keys.sample(wanted.sample.sample_id), wanted.sample);
      void client.invalidateQueries({ queryKey: keys.sample(wanted.sample.sample_id) });
      toasts.failed(error);
    },
    onSuccess: (after, { sample, decision, isUndo }) => {
      client.setQueryData(keys.sample(sample.sample_id), after);
      if (decision.action === "reject") rememberReason(decision.reason);
      if (isUndo) return;
      const undo = { label: "Undo", run: () => mutation.mutate({ sample: after, decision: decisionOf(sample), isUndo: true }) };
      toasts.done(decision.action === "reset" ? "The decision is taken back." : `The sample is ${WORDS[decision.action]}.`, undo);
    },
  });
  return mutation;
}
