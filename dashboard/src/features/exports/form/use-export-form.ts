/** The form's state: which samples and which format stand in the address, how they are written is kept here. */
import { useCallback, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { choiceOf, withChoice } from "../model/choice";
import type { ExportForm, Manner } from "../model/form";

export type ChangeForm = (part: Partial<ExportForm>) => void;

export function useExportForm(start: Manner): [ExportForm, ChangeForm] {
  const [params, setParams] = useSearchParams();
  const [manner, setManner] = useState(start);
  const text = params.toString();
  const form = useMemo<ExportForm>(() => ({ ...manner, ...choiceOf(new URLSearchParams(text)) }), [manner, text]);
  const change = useCallback<ChangeForm>(
    ({ format, batchIds, filter, ...rest }) => {
      setManner((now) => ({ ...now, ...rest }));
      const now = choiceOf(new URLSearchParams(text));
      const next = withChoice(new URLSearchParams(text), { format: format ?? now.format, batchIds: batchIds ?? now.batchIds, filter: filter ?? now.filter });
      if (next.toString() !== text) setParams(next, { replace: true });
    },
    [setParams, text],
  );
  return [form, change];
}
