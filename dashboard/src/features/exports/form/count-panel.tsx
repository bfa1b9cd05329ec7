/** What would be exported, and the button that starts it. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Panel } from "@/components/page";
import { NotLoaded, Loading } from "@/components/states";
import type { ExportCount } from "@/lib/api/exports";
import { count, counted } from "@/lib/format";
import { Problem } from "@/lib/problem";
import { LeftOutList } from "../left-out-list";
import { Tallies } from "../tallies";
import { Nothing } from "./nothing";
import type { Counted } from "./use-count";

interface CountPanelProps {
  counted: Counted;
  /** Something in the form is wrong by itself. */
  isUnsound: boolean;
  isStarting: boolean;
  onStart: () => void;
}

export function CountPanel({ counted: answer, isUnsound, isStarting, onStart }: CountPanelProps) {
  const total = isUnsound ? 0 : (answer.count?.total ?? 0);
  return (
    <Panel
      title="What would be exported"
      actions={
        <Button variant="contained" onClick={onStart} disabled={isStarting || isUnsound || total === 0} loading={isStarting}>
          Start export
        </Button>
      }
    >
      <Answer answer={answer} isUnsound={isUnsound} />
    </Panel>
  );
}

function Answer({ answer, isUnsound }: { answer: Counted; isUnsound: boolean }) {
  if (isUnsound) return <Mend>Something in the form does not fit. It is marked where it is; then the samples are counted here.</Mend>;
  if (answer.error) return <Refused error={answer.error} onRetry={answer.again} />;
  if (!answer.count) return <Loading rows={3} label="Counting the samples" />;
  return (
    <Stack spacing={2} aria-busy={answer.isCounting} sx={{ opacity: answer.isCounting ? 0.6 : 1 }}>
      {answer.count.total > 0 ? <Numbers told={answer.count} /> : <Nothing leftOut={answer.count.left_out} />}
    </Stack>
  );
}

function Numbers({ told }: { told: ExportCount }) {
  return (
    <>
      <Typography role="status" sx={{ fontSize: "1.5rem", fontWeight: 650, lineHeight: 1.2 }}>
        {counted(told.total, "sample")}
      </Typography>
      <Tallies
        tables={[
          [told.split_is_exact ? "Split" : "Split, about", told.by_split],
          ["Template", told.by_template],
          ["Decision", told.by_review],
        ]}
      />
      <LeftOutList leftOut={told.left_out} title={`${count(Object.values(told.left_out).reduce((sum, one) => sum + one, 0))} of the chosen stay behind`} />
    </>
  );
}

/** A fault of a field stands at the field; what belongs to none stands here. */
function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (!(error instanceof Problem) || error.status !== 422) return <NotLoaded error={error} onRetry={onRetry} />;
  const homeless = error.errors.filter(({ pointer }) => pointer === "" || pointer.startsWith("/ids"));
  return (
    <Mend>
      {error.title}. {homeless.length ? homeless.map(({ detail }) => detail).join("; ") : "They are marked in the form."}
    </Mend>
  );
}

function Mend({ children }: { children: React.ReactNode }) {
  return (
    <Typography role="status" color="textSecondary">
      {children}
    </Typography>
  );
}
