/** Exports: the form of a new one with a count before, and all that were made. */
import Alert from "@mui/material/Alert";
import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { Page } from "@/components/page";
import { Loading } from "@/components/states";
import { useExport } from "@/lib/api/exports";
import { count } from "@/lib/format";
import { asProblem } from "@/lib/problem";
import { NewExport } from "./form/new-export";
import { HistoryPanel } from "./history/history-panel";
import { MOST_IN_ADDRESS } from "./model/again";
import { choiceOfRequest, mannerOf, USUAL_MANNER, type Manner } from "./model/form";

export default function ExportsPage() {
  const [params] = useSearchParams();
  const again = params.get("again");
  return <Page title="Exports">{again ? <Again key={again} exportId={again} /> : <Exports start={USUAL_MANNER} />}</Page>;
}

/** The form filled as an export was asked for; its samples stand in the address already. */
function Again({ exportId }: { exportId: string }) {
  const { data, error } = useExport(exportId);
  if (data) {
    const named = choiceOfRequest(data.request).batchIds.length;
    return (
      <>
        {named > MOST_IN_ADDRESS && <Note>{`That export named ${count(named)} batches; the form holds the first ${MOST_IN_ADDRESS} of them.`}</Note>}
        <Exports start={mannerOf(data.request)} />
      </>
    );
  }
  if (!error) return <Loading rows={8} label="Loading what the export was asked for" />;
  return (
    <>
      <Note>{`What the export was asked for cannot be read: ${asProblem(error).detail} The form starts as usual.`}</Note>
      <Exports start={USUAL_MANNER} />
    </>
  );
}

function Note({ children }: { children: string }) {
  return (
    <Alert severity="warning" variant="outlined">
      {children}
    </Alert>
  );
}

function Exports({ start }: { start: Manner }) {
  const [params, setParams] = useSearchParams();
  const page = Math.max(1, Math.floor(Number(params.get("page") ?? 1)) || 1);
  const text = params.toString();
  const turn = useCallback(
    (next: number) => {
      const changed = new URLSearchParams(text);
      if (next > 1) changed.set("page", String(next));
      else changed.delete("page");
      if (changed.toString() !== text) setParams(changed);
    },
    [setParams, text],
  );
  return (
    <NewExport start={start} onStarted={() => turn(1)}>
      <HistoryPanel page={page} onPage={turn} />
    </NewExport>
  );
}
