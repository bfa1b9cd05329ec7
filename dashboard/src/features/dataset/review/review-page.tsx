/** Review one by one: a sample at a time, decided by a key. */
import HelpOutline from "@mui/icons-material/HelpOutlineOutlined";
import Alert from "@mui/material/Alert";
import Stack from "@mui/material/Stack";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Page } from "@/components/page";
import { NotLoaded, Loading } from "@/components/states";
import { listAddress } from "./address";
import { EndPanel } from "./end-panel";
import { HelpDialog } from "./help-dialog";
import { KeyButton } from "./key-button";
import { Position, SessionLine, Waiting } from "./review-head";
import { SampleDesk } from "./sample-desk";
import { StaleDialog } from "./stale-dialog";
import { useReview } from "./use-review";
import { useKeys } from "./use-keys";

export default function ReviewPage() {
  const review = useReview();
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const { list, sample, conflicts, desk } = review;
  const [conflict] = conflicts;
  const back = () => void navigate(listAddress(review.params));
  useKeys({ "?": () => setHelp(true) });
  useKeys({ Escape: back, u: review.undo, k: review.previous, ArrowLeft: review.previous }, !sample);
  return (
    <Page
      title="Review"
      beside={<Position review={review} />}
      actions={
        <Stack direction="row" sx={{ alignItems: "center", gap: 1, flexWrap: "wrap" }}>
          <Waiting number={review.waiting.length} />
          <KeyButton keyName="?" color="inherit" startIcon={<HelpOutline />} onClick={() => setHelp(true)}>
            Keys
          </KeyButton>
          <KeyButton keyName="Escape" hint="Esc" color="inherit" onClick={back}>
            Back to the list
          </KeyButton>
        </Stack>
      }
    >
      <SessionLine review={review} />
      {list.isLost && (
        <Alert severity="info" variant="outlined">
          The sample of this address is not there any more. The review begins with the first one.
        </Alert>
      )}
      {list.error ? (
        <NotLoaded error={list.error} onRetry={list.retry} />
      ) : list.isLoading ? (
        <Loading rows={8} label="Loading samples" />
      ) : sample ? (
        <SampleDesk review={review} sample={sample} onBack={back} />
      ) : (
        <EndPanel review={review} />
      )}
      <HelpDialog open={help} onClose={() => setHelp(false)} />
      {conflict && (
        <StaleDialog
          key={conflict.entry.id}
          conflict={conflict}
          onInsist={() => desk.insist(conflict)}
          onYield={() => {
            desk.yieldTo(conflict);
            review.goTo(conflict.entry.sampleId);
          }}
        />
      )}
    </Page>
  );
}
