/** The page of one batch: what it is and does now, and behind tabs all that is known of it. The tab stands in the address. */
import Button from "@mui/material/Button";
import { Link as RouterLink, useNavigate, useParams } from "react-router";
import { Page } from "@/components/page";
import { Empty, NotLoaded, Loading } from "@/components/states";
import { useBatch, type BatchWithItems } from "@/lib/api/batches";
import { Problem } from "@/lib/problem";
import { BatchActions } from "@/components/batch-actions/batch-actions";
import { nameOf } from "@/components/batch-actions/words";
import { BatchTabs } from "./batch-tabs";
import { Chips, Origin } from "./header";
import { Summary } from "./summary";

export default function BatchPage() {
  const { batchId = "" } = useParams();
  return <BatchShown key={batchId} batchId={batchId} />;
}

function BatchShown({ batchId }: { batchId: string }) {
  const query = useBatch(batchId);
  if (query.error instanceof Problem && query.error.status === 404) return <Gone batchId={batchId} seen={query.data !== undefined} />;
  if (query.data) return <Known batch={query.data} />;
  return <Page title="Batch">{query.isPending ? <Loading rows={6} /> : <NotLoaded error={query.error} onRetry={() => void query.refetch()} />}</Page>;
}

function Known({ batch }: { batch: BatchWithItems }) {
  const go = useNavigate();
  return (
    <Page title={nameOf(batch)} beside={<Chips batch={batch} />} actions={<BatchActions batch={batch} onDeleted={() => void go("/batches")} />}>
      <Origin batch={batch} />
      <Summary batch={batch} />
      <BatchTabs batch={batch} />
    </Page>
  );
}

function Gone({ batchId, seen }: { batchId: string; seen: boolean }) {
  return (
    <Page title={batchId}>
      <Empty
        title={seen ? "This batch was deleted" : "There is no such batch"}
        action={
          <Button component={RouterLink} to="/batches" variant="contained">
            All batches
          </Button>
        }
      >
        {seen ? "Somebody deleted it while you looked at it, with its samples and its log. Exports that hold them stay." : `No batch has the id ${batchId}. It may have been deleted.`}
      </Empty>
    </Page>
  );
}
