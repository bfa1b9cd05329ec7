/** What can be decided about the open sample. A refused candidate has only its raw answer. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { useState } from "react";
import { Link } from "react-router";
import type { SampleShown } from "@/lib/api/samples";
import { linkTo, type Filters } from "../shared/filters";
import { RejectDialog } from "./reject-dialog";
import { useDecide } from "./use-decide";

interface SampleActionsProps {
  sample: SampleShown;
  filters: Filters;
  onRaw: () => void;
}

export function SampleActions({ sample, filters, onRaw }: SampleActionsProps) {
  const [isRejecting, setRejecting] = useState(false);
  const { mutate, isPending } = useDecide();
  const isRefused = sample.verdict === "rejected";
  return (
    <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1 }}>
      {!isRefused && (
        <>
          <Button size="small" variant="contained" disabled={isPending || sample.review === "approved"} onClick={() => mutate({ sample, decision: { action: "approve" } })}>
            {sample.review === "approved" ? "Approved" : "Approve"}
          </Button>
          <Button size="small" variant="outlined" color="error" disabled={isPending} onClick={() => setRejecting(true)}>
            {sample.review === "rejected" ? "Change reason" : "Reject"}
          </Button>
          <Button size="small" disabled={isPending || sample.review === "pending"} onClick={() => mutate({ sample, decision: { action: "reset" } })}>
            Reset
          </Button>
          <Button size="small" component={Link} to={linkTo("/dataset/review", filters, { at: sample.sample_id })}>
            Edit
          </Button>
        </>
      )}
      <Button size="small" onClick={onRaw}>
        Raw answer
      </Button>
      {isRejecting && (
        <RejectDialog
          template={sample.template}
          onClose={() => setRejecting(false)}
          onReject={(reason) => {
            setRejecting(false);
            mutate({ sample, decision: { action: "reject", reason } });
          }}
        />
      )}
    </Stack>
  );
}
