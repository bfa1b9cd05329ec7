/** An edit goes out after the decisions about its sample, as each of them raises the revision. */
import { Problem } from "@/lib/problem";
import type { Desk } from "../desk";

const PATIENCE_MS = 5000;

/** @throws Problem if a decision about the sample still waits after some seconds. */
export function sentBefore(desk: Desk, sampleId: string): Promise<void> {
  if (!desk.waiting(sampleId).length) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = desk.outbox.subscribe(() => {
      if (!desk.waiting(sampleId).length) end(resolve);
    });
    const timer = setTimeout(
      () => end(() => reject(new Problem({ title: "Not saved yet", detail: "A decision about this sample still waits to be sent. Save again when Gristmill answers; your edit is kept." }, 0))),
      PATIENCE_MS,
    );
    const end = (how: () => void) => {
      clearTimeout(timer);
      stop();
      how();
    };
    desk.open();
  });
}
