/** What a preview made: each sample, accepted or not and why, and what it all took. */
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Panel } from "@/components/page";
import { SampleContent } from "@/components/sample/sample-content";
import { DemoChip } from "@/components/status-chip";
import type { PreviewAnswer } from "@/lib/api/templates";
import { count, counted, milliseconds, usd } from "@/lib/format";
import { Unfolding } from "./unfolding";
import { Messages } from "../render/messages";

type One = PreviewAnswer["previews"][number];

export function PreviewAnswerView({ answer, kind }: { answer: PreviewAnswer; kind: string }) {
  const { totals } = answer;
  const { prompt, completion, judge } = totals.tokens;
  return (
    <Stack spacing={2} role="region" aria-label="What came out">
      <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }} role="status">
        <Typography>
          {count(totals.accepted)} of {counted(answer.previews.length, "sample")} accepted. {counted(totals.calls, "call")} of {answer.provider} ({answer.model}), {count(prompt + completion + judge)} tokens,{" "}
          {totals.cost_usd === null ? "price not known" : usd(totals.cost_usd)}. {answer.version === null ? "Unsaved draft" : `Version ${answer.version}`}, seed {answer.seed}.
        </Typography>
        {answer.demo && <DemoChip />}
      </Stack>
      {answer.previews.map((one, at) => (
        <OnePreview key={`${answer.seed}-${at}`} one={one} at={at} kind={kind} />
      ))}
    </Stack>
  );
}

function OnePreview({ one, at, kind }: { one: One; at: number; kind: string }) {
  const about = [one.topic, one.difficulty, one.latency_ms === null ? null : milliseconds(one.latency_ms), one.score === null ? null : `score ${one.score}`].filter(Boolean).join(", ");
  return (
    <Panel title={`Sample ${at + 1}`} beside={<Chip label={one.accepted ? "✓ accepted" : "✕ rejected"} color={one.accepted ? "success" : "error"} variant="outlined" />}>
      <Stack spacing={1.5}>
        <Typography variant="body2" color="textSecondary">
          {about}
        </Typography>
        {!one.accepted && (
          <Typography color="error">
            {one.message ?? "It was refused."}
            {one.reason && ` (${one.reason})`}
          </Typography>
        )}
        {one.accepted &&
          one.findings.map((finding, index) => (
            <Typography key={index} variant="body2">
              Finding: {finding.message ?? finding.reason}
            </Typography>
          ))}
        {one.sample ? <SampleContent content={one.sample} kind={kind} /> : <Typography color="textSecondary">No sample could be read from the answer.</Typography>}
        <Unfolding label="Messages that were sent">
          <Messages messages={one.messages} />
        </Unfolding>
        {one.raw !== null && (
          <Unfolding label="The answer as it came">
            <Messages messages={[{ role: "assistant", content: one.raw }]} />
          </Unfolding>
        )}
      </Stack>
    </Panel>
  );
}
