/** One edit: what is typed, what is wrong with it, saving it, and what to do when somebody was quicker. */
import { useEffect, useMemo, useRef, useState } from "react";
import { useToasts } from "@/components/toasts";
import { editSample, getSample, revertSample, type Sample, type SampleShown } from "@/lib/api/samples";
import { Problem } from "@/lib/problem";
import type { Desk } from "../desk";
import { sameValue, type Content } from "../differences";
import { dropDraft, keepDraft, readDraft, type Base } from "./drafts";
import type { Schema } from "./faults";
import { changesOf, formFaults, isDirty, type Form } from "./form";
import { sentBefore } from "./sent-before";

interface EditOf {
  sample: Sample;
  schema: Schema | null;
  desk: Desk;
  onClose: () => void;
}

export function useEdit({ sample, schema, desk, onClose }: EditOf) {
  const id = sample.sample_id;
  const toasts = useToasts();
  const [draft, setDraft] = useState(() => readDraft(id));
  const [base, setBase] = useState<Base>(() => draft?.base ?? baseOf(sample));
  const [form, setForm] = useState<Form>(() => draft?.form ?? { content: base.content, unread: {} });
  const [problem, setProblem] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<SampleShown | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [wasTried, setTried] = useState(false);
  const dirty = isDirty(form, base.content);
  const own = useMemo(() => formFaults(schema, form, base.content), [schema, form, base.content]);
  const faults = problem instanceof Problem && problem.errors.length ? [...own, ...problem.errors] : own;

  useEffect(() => {
    if (dirty) keepDraft(id, base, form);
    else dropDraft(id);
  }, [id, dirty, base, form]);

  const latest = useRef(form);
  useEffect(() => {
    latest.current = form;
  });

  const change = (next: Form) => {
    setForm(next);
    if (problem) setProblem(null);
  };
  const close = () => {
    dropDraft(id);
    onClose();
  };
  const finish = (saved: SampleShown) => {
    const before = base.version;
    desk.edited(saved);
    if (latest.current === form) close();
    else setBase(baseOf(saved)); // typed on while it was being saved: that stays open, on what is there now
    toasts.done(`Saved as version ${saved.version}.`, {
      label: "Undo",
      run: () => void revertSample(id, before, saved.revision ?? 1).then((sample) => desk.edited(sample), toasts.failed),
    });
  };
  /** Save on what the service has; `on` is what was last seen of it. */
  const save = async (on: Base = base) => {
    setTried(true);
    if (own.length || isSaving) return;
    const changes = changesOf(on.content, form.content);
    if (!Object.keys(changes).length) {
      toasts.info("Nothing was changed.");
      close();
      return;
    }
    setSaving(true);
    setProblem(null);
    try {
      await sentBefore(desk, id);
      finish(await editSample(id, changes, seenRevision(desk, id, on)));
    } catch (error) {
      if (error instanceof Problem && error.isOf("stale-version")) await lookAgain(on);
      else setProblem(error);
    } finally {
      setSaving(false);
    }
  };
  const lookAgain = async (on: Base) => {
    try {
      const now = await getSample(id);
      if (sameValue(now.content, form.content)) finish(now); // our own edit, whose answer was lost
      else if (now.version === on.version) finish(await editSample(id, changesOf(on.content, form.content), now.revision ?? 1)); // only decided about
      else setTheirs(now);
    } catch (error) {
      setProblem(error);
    }
  };
  return {
    form, base, draft, dirty, faults, problem, theirs, isSaving,
    /** Faults show as soon as a field is changed, and all of them once it was tried to save. */
    shown: wasTried || dirty ? faults : [],
    change,
    save: () => void save(),
    discard: () => {
      setDraft(null);
      setBase(baseOf(sample));
      change({ content: contentOf(sample), unread: {} });
    },
    leave: close,
    leaveWithDraft: onClose,
    keepMine: (now: SampleShown) => {
      setTheirs(null);
      setBase(baseOf(now));
      desk.learn(now);
      void save(baseOf(now));
    },
    takeTheirs: (now: SampleShown) => {
      desk.learn(now);
      close();
    },
    editOn: (now: SampleShown) => {
      setTheirs(null);
      setBase(baseOf(now));
      desk.learn(now);
    },
  };
}

export type Edit = ReturnType<typeof useEdit>;

/** A decision raises the revision and leaves the content alone: the newest revision of the version that was seen counts. */
function seenRevision(desk: Desk, id: string, on: Base): number {
  const known = desk.get().session.known[id];
  return known?.version === on.version ? Math.max(known.revision ?? 1, on.revision) : on.revision;
}

function baseOf(sample: Sample): Base {
  return { content: contentOf(sample), version: sample.version ?? 1, revision: sample.revision ?? 1 };
}

function contentOf(sample: Sample): Content {
  return sample.content ?? {};
}
