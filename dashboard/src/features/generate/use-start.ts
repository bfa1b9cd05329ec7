/** Sends the order. What is wrong with it lands at its fields, and the first of them gets the focus. */
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useToasts } from "@/components/toasts";
import { useStartBatch } from "@/lib/api/batches";
import { counted } from "@/lib/format";
import { Problem, type Fault } from "@/lib/problem";
import { drafts, EMPTY } from "./draft-store";
import type { GenerateForm } from "./model/form";
import { formToOrder } from "./model/form-to-order";
import { tryOf } from "./model/idempotency";

type Started = Awaited<ReturnType<ReturnType<typeof useStartBatch>["mutateAsync"]>>;

export function useStart(form: GenerateForm, onRefused: (faults: Fault[], error: unknown) => void) {
  const start = useStartBatch();
  const toasts = useToasts();
  const navigate = useNavigate();
  const here = useIsHere();
  const [isStarting, setIsStarting] = useState(false);

  function tell(started: Started) {
    const to = `/batches/${started.batch_id}`;
    if (started.notice) toasts.info(started.notice);
    if (here.current) {
      toasts.done(wordsOf(started), { label: "Another like it", run: () => void navigate(`/generate?again=${started.batch_id}`) });
      void navigate(to);
    } else toasts.done(wordsOf(started), { label: "Open", run: () => void navigate(to) });
  }

  async function run() {
    if (isStarting) return;
    const { order, faults } = formToOrder(form);
    if (faults.length) return onRefused(faults, null);
    const attempt = tryOf(order, drafts.get().attempt);
    drafts.change({ attempt }); // kept, so that a start whose answer was lost is not made twice even after a reload
    const sent = drafts.get();
    setIsStarting(true);
    try {
      const started = await start.mutateAsync({ order, idempotencyKey: attempt.key });
      if (drafts.get() === sent) drafts.put(EMPTY);
      else drafts.change({ attempt: null }); // written on meanwhile; the same order again would be another batch
      tell(started);
    } catch (error) {
      onRefused(error instanceof Problem ? error.errors : [], error);
    } finally {
      setIsStarting(false);
    }
  }

  return { run, isStarting };
}

/** Whether the page is still open: an answer must not carry off somebody who went elsewhere. */
function useIsHere() {
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  return here;
}

function wordsOf({ created, resumed, position, items }: Started): string {
  if (resumed) return "This batch was there already, and goes on.";
  if (!created) return "This batch was started already.";
  const parts = items > 1 ? ` with ${counted(items, "part")}` : "";
  return position ? `Batch queued${parts}, place ${position}.` : `Batch started${parts}.`;
}
