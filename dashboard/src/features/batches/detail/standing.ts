/** Why a batch does not go on, and what a person can do about it. */
import type { Batch } from "@/lib/api/batches";

export interface Standing {
  severity: "info" | "warning" | "error";
  title: string;
  reason: string | null;
  advice: string;
}

const PAUSED: Record<string, { severity: Standing["severity"]; title: string; advice: string }> = {
  person: { severity: "info", title: "Paused", advice: "Resume puts it at the head of the queue." },
  provider: {
    severity: "warning",
    title: "Paused: the provider takes no calls",
    advice: "Mend what it names (the key, the model's name, the credit or the quota of the day), then resume. Nothing is lost or paid twice.",
  },
  storage: { severity: "warning", title: "Paused: the disk is nearly full", advice: "Free some space. It then goes on by itself." },
};

export function standingOf(batch: Batch): Standing | null {
  if (batch.status === "paused") {
    const said = PAUSED[batch.pause_cause ?? "person"] ?? PAUSED["person"]!;
    return { ...said, reason: batch.pause_cause === "person" ? null : batch.pause_reason };
  }
  if (batch.status === "failed") {
    const part = batch.completed_with_errors;
    return {
      severity: part ? "warning" : "error",
      title: part ? "Failed in part: some items reached their targets, others could not be filled" : "Failed",
      reason: batch.end_reason,
      advice: "The tab Errors says why answers were refused. Retry goes on for what is missing; its samples stay and count.",
    };
  }
  if (batch.status === "stopped") {
    return { severity: "info", title: "Stopped", reason: batch.end_reason, advice: "Its samples are kept. Retry goes on for what is missing." };
  }
  return waiting(batch);
}

function waiting(batch: Batch): Standing | null {
  if (batch.drive === "client" && (batch.status === "queued" || batch.status === "running")) {
    return { severity: "info", title: "Driven by a client", reason: null, advice: "The worker leaves it alone: each request of a client draws one of its samples." };
  }
  if (batch.status !== "queued" || batch.position == null) return null;
  const title = batch.position === 1 ? "Next in the queue" : `Number ${batch.position} in the queue`;
  return { severity: "info", title, reason: null, advice: "It starts by itself when its turn comes." };
}
