/** Where the reader is in the list, and what the keys and buttons do there. */
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { useToasts } from "@/components/toasts";
import { getSample, type Sample } from "@/lib/api/samples";
import { queryOf } from "./address";
import { canBeDecided, decidedOf, type Decided } from "./decisions";
import { AT_MOST } from "./outbox";
import { current, tallyOf } from "./session";
import { useDesk } from "./use-desk";
import { useReviewList } from "./use-review-list";

const NEAR_END = 15; // samples ahead that must be there
const AFTER = ">"; // `>sample_1`: whatever comes after it, once it is loaded

export function useReview() {
  const [params, setParams] = useSearchParams();
  const toasts = useToasts();
  const { desk, session, conflicts, waiting } = useDesk();
  // The address follows the reader and not the other way round: keys are quicker than navigation.
  const [query] = useState(() => queryOf(params));
  const [wanted] = useState(() => params.get("at"));
  const [at, setAt] = useState(wanted);
  const [round, setRound] = useState(0);
  const list = useReviewList(query, round, round === 0 ? wanted : null);

  const isOpen = (one: Sample) => current(one, session, waiting).review === "pending";
  const index = placeOf(at, list.samples, query.review === "pending" ? isOpen : undefined);
  const listed = list.samples[index];
  const sample = listed && current(listed, session, waiting);
  const isEnd = !sample;
  const shownId = sample?.sample_id ?? null;

  const isTold = list.isLoading || params.get("at") === shownId;
  useEffect(() => {
    if (!isTold) setParams((old) => withAt(old, shownId), { replace: true, preventScrollReset: true });
  }, [isTold, shownId, setParams]);

  const { more, hasMore } = list;
  const isNearEnd = hasMore && !list.isLoading && index > list.samples.length - NEAR_END;
  useEffect(() => {
    if (isNearEnd) more();
  }, [isNearEnd, more]);

  const goTo = async (id: string) => {
    if (!list.samples.some((one) => one.sample_id === id)) {
      try {
        list.pin(await getSample(id));
      } catch (error) {
        toasts.failed(error);
        return;
      }
    }
    setAt(id);
  };
  useEffect(() => {
    desk.tellOfRefusals((error, sampleId) => {
      toasts.failed(error);
      void goTo(sampleId);
    });
  });

  const step = (by: number) => {
    const next = list.samples[index + by];
    if (next) setAt(next.sample_id);
    else if (by > 0 && sample) setAt(AFTER + sample.sample_id);
  };
  const decide = (after: Decided) => {
    if (!sample || !canBeDecided(sample)) return;
    const before = decidedOf(sample);
    const isSame = before.review === after.review && before.reason === after.reason;
    if (!isSame && !desk.decide(sample, after)) {
      toasts.info(`${AT_MOST} decisions wait to be sent already. Go on when the service answers again.`);
      return;
    }
    const ahead = list.samples.slice(index + 1);
    const next = query.review === "pending" ? ahead.find(isOpen) : ahead[0];
    setAt(next?.sample_id ?? AFTER + (list.samples.at(-1)?.sample_id ?? ""));
  };
  const undo = () => {
    const id = desk.undo();
    if (id) void goTo(id);
    else toasts.info("Nothing to undo: no decision of this session is left.");
  };
  return {
    query, params, list, tally: tallyOf(session), desk, session, conflicts, waiting, sample, index, isEnd, isOpen,
    undecided: list.samples.filter(isOpen),
    next: () => step(1),
    previous: () => step(-1),
    decide,
    undo,
    goTo: (id: string) => void goTo(id),
    takeNewOnes: () => {
      setRound((number) => number + 1);
      setAt(null);
    },
  };
}

export type ReviewDesk = ReturnType<typeof useReview>;

/** The place in the list; its length if the reader is past its end. */
function placeOf(at: string | null, samples: readonly Sample[], isOpen?: (one: Sample) => boolean): number {
  if (at?.startsWith(AFTER)) return samples.findIndex((one) => AFTER + one.sample_id === at) + 1;
  const found = samples.findIndex((one) => one.sample_id === at);
  if (found >= 0 || !isOpen) return Math.max(0, found);
  const first = samples.findIndex(isOpen);
  return first >= 0 ? first : samples.length;
}

function withAt(old: URLSearchParams, at: string | null): URLSearchParams {
  const params = new URLSearchParams(old);
  if (at === null) params.delete("at");
  else params.set("at", at);
  return params;
}
