/** One sample on the desk: read it, decide, give a reason, edit it, look at what is behind it. */
import { useState } from "react";
import { Loading } from "@/components/states";
import { useToasts } from "@/components/toasts";
import { revertSample, type Sample } from "@/lib/api/samples";
import { RawAnswerDialog, rawPath } from "../shared/raw-answer-dialog";
import { ActionBar, type Actions } from "./action-bar";
import { canBeDecided } from "./decisions";
import { readDraft } from "./edit/drafts";
import { EditPanel } from "./edit/edit-panel";
import { ProvenanceDialog } from "./provenance-dialog";
import { ReasonForm } from "./reason-form";
import { SamplePanel } from "./sample-panel";
import { reasonsOf } from "./session";
import { useKeys } from "./use-keys";
import type { ReviewDesk } from "./use-review";
import { useSampleTemplate } from "./use-sample-template";
import { VersionsDialog } from "./versions-dialog";

type Doing = "reading" | "rejecting" | "editing" | "raw" | "provenance" | "versions";

interface SampleDeskProps {
  review: ReviewDesk;
  sample: Sample;
  onBack: () => void;
}

export function SampleDesk({ review, sample, onBack }: SampleDeskProps) {
  const { desk, session, index } = review;
  const id = sample.sample_id;
  // What is done is done about one sample: the next one is read first.
  const [doing, setDoing] = useState<{ what: Doing; id: string }>({ what: "reading", id });
  const what = doing.id === id ? doing.what : "reading";
  const read = () => setDoing({ what: "reading", id });
  const begin = (next: Doing) => () => setDoing({ what: next, id });
  const beginIf = (next: Doing) => () => canBeDecided(sample) && setDoing({ what: next, id });
  const template = useSampleTemplate(sample, { schema: what === "editing", reasons: canBeDecided(sample) });
  const revert = useRevert(review, sample);
  const actions: Actions = {
    approve: () => review.decide({ review: "approved", reason: null }),
    reject: beginIf("rejecting"),
    edit: beginIf("editing"),
    undo: review.undo,
    next: review.next,
    previous: review.previous,
    raw: begin("raw"),
    provenance: begin("provenance"),
    versions: beginIf("versions"),
  };
  useKeys(
    { a: actions.approve, r: actions.reject, e: actions.edit, u: actions.undo, j: actions.next, ArrowRight: actions.next, k: actions.previous, ArrowLeft: actions.previous, o: actions.raw, i: actions.provenance, v: actions.versions, Escape: onBack },
    what === "reading",
  );
  useKeys({ Escape: read }, what === "rejecting");

  if (what === "editing") {
    if (!template.isReady) return <Loading rows={6} label="Loading the fields" />;
    const show = (other: string) => (read(), review.goTo(other));
    return <EditPanel key={id} sample={sample} schema={template.schema} desk={desk} onClose={read} onShow={show} />;
  }
  return (
    <>
      <SamplePanel sample={sample} kind={template.kind} draft={canBeDecided(sample) ? readDraft(id) : null} onEdit={actions.edit} />
      <ActionBar actions={actions} canDecide={canBeDecided(sample)} canUndo={session.steps.length > 0} isFirst={index === 0}>
        {what === "rejecting" && (
          <ReasonForm
            key={id}
            reasons={reasonsOf(session, template.usualReasons)}
            initial={sample.review_reason ?? ""}
            onReject={(reason) => review.decide({ review: "rejected", reason })}
            onCancel={read}
          />
        )}
      </ActionBar>
      <RawAnswerDialog path={what === "raw" ? rawPath(id) : null} onClose={read} />
      <ProvenanceDialog sample={sample} open={what === "provenance"} onClose={read} />
      <VersionsDialog sample={sample} open={what === "versions"} onClose={read} onRevert={(version) => (read(), revert(version))} />
    </>
  );
}

/** Go back to an earlier version; the message takes it back. */
function useRevert({ desk }: ReviewDesk, sample: Sample) {
  const toasts = useToasts();
  const id = sample.sample_id;
  return (version: number) => {
    const before = sample.version ?? 1;
    const go = (to: number, revision: number) => revertSample(id, to, revision);
    go(version, sample.revision ?? 1).then(
      (saved) => {
        desk.edited(saved);
        toasts.done(`Back to version ${version}.`, { label: "Undo", run: () => void go(before, saved.revision ?? 1).then((old) => desk.edited(old), toasts.failed) });
      },
      (error: unknown) => toasts.failed(error),
    );
  };
}
