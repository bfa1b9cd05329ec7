/** An estimate's figures as expected, with the interval that should hold nine times out of ten. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { Moment } from "@/components/moment";
import { Figure } from "@/components/page";
import type { Estimate } from "@/lib/api/estimates";
import { compact, counted, duration, usd } from "@/lib/format";
import { basisWords, callsToMeasure, intervalOf, limitWords, queueWords, type Spread } from "../model/estimate-words";

interface EstimateFiguresProps {
  estimate: Estimate;
  isMeasuring: boolean;
  onMeasure: () => void;
}

export function EstimateFigures({ estimate, isMeasuring, onMeasure }: EstimateFiguresProps) {
  const { total, target_count, provider, model, notes } = estimate;
  const calls = callsToMeasure(estimate);
  const basis = basisWords(estimate);
  return (
    <Stack spacing={1.5}>
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "repeat(auto-fit, minmax(7.5rem, 1fr))" }}>
        <Told label="Tokens" spread={total.total_tokens} write={compact} />
        <Told label="Cost" spread={total.cost_usd?.total ?? null} write={usd} none="no price known" />
        <Told label="Time" spread={total.duration_s} write={duration} none="not known" />
      </Box>
      <Stack spacing={0.5}>
        <Line>
          {counted(target_count, "sample")} from {provider} / {model}, in about {counted(total.calls.expected, "call")}.
        </Line>
        <Line>{limitWords(estimate)}</Line>
        <Turn queue={estimate.queue} />
        {basis && <Line>{basis}</Line>}
        {notes.map((note) => (
          <Line key={note}>{note}</Line>
        ))}
      </Stack>
      {calls > 0 && (
        <Box>
          <Button size="small" variant="outlined" onClick={onMeasure} loading={isMeasuring}>
            Measure with {calls} calls
          </Button>
          <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
            They go to {provider} and cost what they cost.
          </Typography>
        </Box>
      )}
    </Stack>
  );
}

function Told({ label, spread, write, none = "–" }: { label: string; spread: Spread | null; write: (value: number) => string; none?: string }) {
  const interval = spread && intervalOf(spread, write);
  return <Figure label={label} value={spread ? write(spread.expected) : none} hint={interval} />;
}

function Turn({ queue }: { queue: Estimate["queue"] }) {
  const words = queueWords(queue);
  if (!queue || !words) return null;
  return (
    <Line>
      {words}
      {queue.samples_ahead !== 0 && queue.estimated_start_at && (
        <>
          {" "}
          Its turn comes about <Moment at={queue.estimated_start_at} />.
        </>
      )}
    </Line>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
      {children}
    </Typography>
  );
}
