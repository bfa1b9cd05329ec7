/** The reviewer's desk as a page sees it: drawn anew when a decision is made, sent or refused. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { deskOf } from "./desk";
import { useWarnBeforeUnload } from "./use-warn";

export function useDesk() {
  const desk = deskOf(useQueryClient());
  const { session, conflicts } = useSyncExternalStore(desk.subscribe, desk.get);
  const waiting = useSyncExternalStore(desk.outbox.subscribe, desk.outbox.get);
  useEffect(() => desk.open(), [desk]);
  useWarnBeforeUnload(waiting.length > 0);
  return { desk, session, conflicts, waiting };
}
