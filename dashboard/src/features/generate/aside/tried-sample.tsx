/** One sample of a trial: whether it would have been kept, what it says, what it cost, and the reply as it came. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Collapse from "@mui/material/Collapse";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { SampleContent } from "@/components/sample/sample-content";
import { StatusChip } from "@/components/status-chip";
import type { PreviewAnswer } from "@/lib/api/templates";
import { compact, milliseconds, percent, plain, usd } from "@/lib/format";

type Tried = PreviewAnswer["previews"][number];

export function TriedSample({ tried, number, kind }: { tried: Tried; number: number; kind: string | undefined }) {
  const { accepted, reason, message, topic, difficulty, findings } = tried;
  return (
    <Box component="section" aria-label={`Sample ${number}`} sx={{ borderTop: 1, borderColor: "divider", pt: 1.5, minWidth: 0 }}>
      <Stack direction="row" sx={{ alignItems: "center", gap: 1, flexWrap: "wrap", mb: 1 }}>
        <StatusChip status={accepted ? "approved" : "rejected"} label={accepted ? "accepted" : `rejected: ${plain(reason)}`} />
        <Typography variant="body2" color="textSecondary">
          {[topic, difficulty].filter(Boolean).join(", ")}
        </Typography>
      </Stack>
      {message && <Typography sx={{ mb: 1, overflowWrap: "anywhere" }}>{message}</Typography>}
      {(tried.sample || tried.raw) && <SampleContent content={tried.sample} kind={kind} />}
      {findings.filter((finding) => finding.message !== message).map((finding, index) => (
        <Typography key={index} variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          Warning, {plain(finding.check ?? finding.reason)}: {finding.message}
        </Typography>
      ))}
      <Typography variant="body2" color="textSecondary" sx={{ mt: 1.5 }}>
        {figuresOf(tried)}
      </Typography>
      {tried.raw && <Raw text={tried.raw} />}
    </Box>
  );
}

function figuresOf({ tokens, cost_usd, latency_ms, score }: Tried): string {
  const used = `${compact(tokens.prompt)} + ${compact(tokens.completion)} tokens${tokens.judge ? ` and ${compact(tokens.judge)} of the judge` : ""}`;
  return [used, cost_usd === null ? "price not known" : usd(cost_usd), milliseconds(latency_ms), score === null ? null : `score ${percent(score)}`].filter(Boolean).join(" · ");
}

function Raw({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(!open)} aria-expanded={open} sx={{ ml: -0.75 }}>
        {open ? "Hide the raw reply" : "Show the raw reply"}
      </Button>
      <Collapse in={open} unmountOnExit>
        <Typography component="pre" variant="body2" sx={{ m: 0, p: 1.25, borderRadius: 1, bgcolor: "action.hover", whiteSpace: "pre-wrap", overflowWrap: "anywhere", fontFamily: "ui-monospace, monospace" }}>
          {text}
        </Typography>
      </Collapse>
    </>
  );
}
