/** The draft of one template: what was opened, what it has become, and an older draft that this browser still has. */
import { useCallback, useEffect, useMemo, useState } from "react";
import type { TemplateDefinition } from "@/lib/api/templates";
import { fingerprint, fromForm, toForm, type Draft } from "../model/definition-form";
import type { TemplateForm } from "../model/form";
import { dropDraft, keepDraft, readDraft, type StoredDraft } from "./stored-draft";

export interface Opened {
  /** Null: a template that is not saved yet. */
  version: number | null;
  definition: TemplateDefinition;
}

export type Update = <K extends keyof TemplateForm>(key: K, value: TemplateForm[K] | ((before: TemplateForm[K]) => TemplateForm[K])) => void;

export interface DraftState extends Draft {
  opened: Opened;
  form: TemplateForm;
  dirty: boolean;
  /** Somebody saved a version after the one that was opened. */
  overtaken: boolean;
  offered: StoredDraft | null;
  update: Update;
  /** Begin anew from this. */
  open: (from: Opened) => void;
  /** What was sent is now this version. */
  saved: (version: number, definition: TemplateDefinition) => void;
  takeOffered: () => void;
  dropOffered: () => void;
}

export function useDraft(id: string, newest: Opened): DraftState {
  const [opened, setOpened] = useState(newest);
  const [form, setForm] = useState(() => toForm(newest.definition));
  const [offered, setOffered] = useState(() => worthOffering(id, newest));
  const draft = useMemo(() => fromForm(form), [form]);
  const base = useMemo(() => fingerprint(toForm(opened.definition)), [opened]);
  const dirty = useMemo(() => fingerprint(form) !== base, [form, base]);
  const isNewer = newest.version !== null && newest.version > (opened.version ?? 0);

  const open = useCallback((from: Opened) => {
    setOpened(from);
    setForm(toForm(from.definition));
  }, []);
  if (isNewer && !dirty) open(newest); // nothing is lost: show what is true now

  useEffect(() => {
    if (dirty) keepDraft(id, opened.version, form);
    else if (!offered) dropDraft(id);
  }, [id, dirty, opened.version, form, offered]);

  const update = useCallback<Update>((key, value) => {
    setForm((before) => ({ ...before, [key]: typeof value === "function" ? value(before[key]) : value }));
  }, []);
  const saved = useCallback(
    (version: number, definition: TemplateDefinition) => {
      dropDraft(id); // at once: the page may be left before the effect above runs again
      setOpened({ version, definition });
    },
    [id],
  );
  const takeOffered = () => {
    if (!offered) return;
    // Its own version stays its base, so that saving it over a newer one is noticed.
    if (offered.version !== opened.version) setOpened({ version: offered.version, definition: opened.definition });
    setForm(offered.form);
    setOffered(null);
  };
  return { ...draft, opened, form, dirty, overtaken: isNewer && dirty, offered, update, open, saved, takeOffered, dropOffered: () => setOffered(null) };
}

function worthOffering(id: string, newest: Opened): StoredDraft | null {
  const stored = readDraft(id);
  return stored && fingerprint(stored.form) !== fingerprint(toForm(newest.definition)) ? stored : null;
}
