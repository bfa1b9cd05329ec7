/** Decisions that an earlier page could not send: they go out when the dashboard opens, whichever page it opens on. */
import type { QueryClient } from "@tanstack/react-query";

const OUTBOX_KEY = "gristmill.review.outbox";

export async function sendWhatIsLeft(client: QueryClient, onRefused: (error: unknown) => void): Promise<void> {
  if (!hasSome()) return;
  const { deskOf } = await import("@/features/dataset/review/desk");
  deskOf(client).open(onRefused);
}

function hasSome(): boolean {
  try {
    return (localStorage.getItem(OUTBOX_KEY) ?? "[]") !== "[]";
  } catch {
    return false; // a private window without storage keeps nothing that could be left
  }
}
