/** The sample under review: what it is in a slim line, findings, and its content large. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useEffect, useRef, type ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { Moment } from "@/components/moment";
import { Panel } from "@/components/page";
import { SampleContent } from "@/components/sample/sample-content";
import { DemoChip, StatusChip } from "@/components/status-chip";
import type { Sample } from "@/lib/api/samples";
import { plain } from "@/lib/format";
import { scoreText } from "../shared/score";
import { canBeDecided, decidedOf, spoken } from "./decisions";
import type { Draft } from "./edit/drafts";

interface SamplePanelProps {
  sample: Sample;
  kind: string | undefined;
  draft: Draft | null;
  onEdit: () => void;
}

export function SamplePanel({ sample, kind, draft, onEdit }: SamplePanelProps) {
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = top.current?.getBoundingClientRect();
    if (box && box.top < 0) top.current?.scrollIntoView({ block: "start" });
  }, [sample.sample_id]);
  return (
    <Box ref={top} sx={{ scrollMarginTop: 64 }}>
      <Panel title={sample.topic} beside={<Chips sample={sample} />} sx={{ minHeight: { md: "calc(100vh - 218px)" } }}>
        <SlimLine sample={sample} />
        {!canBeDecided(sample) && (
          <Alert severity="info" variant="outlined" sx={{ mb: 1.5 }}>
            The checks refused this candidate ({plain(sample.reason)}). It can be looked at, but not decided about or edited, and is never exported.
          </Alert>
        )}
        <Findings sample={sample} />
        {draft && (
          <Alert
            severity="warning"
            variant="outlined"
            sx={{ mb: 1.5 }}
            action={
              <Button color="inherit" size="small" onClick={onEdit}>
                Go on editing
              </Button>
            }
          >
            You have an unsaved edit of this sample, of <Moment at={draft.at} />.
          </Alert>
        )}
        <Box sx={{ fontSize: "1.0625rem", "& .MuiTypography-body1": { fontSize: "1.0625rem", lineHeight: 1.6 } }}>
          <SampleContent key={sample.sample_id} content={sample.content} kind={kind} expanded />
        </Box>
      </Panel>
    </Box>
  );
}

function Chips({ sample }: { sample: Sample }) {
  const decided = decidedOf(sample);
  return (
    <>
      {canBeDecided(sample) && decided.review !== "pending" && <StatusChip status={decided.review} label={spoken(decided)} />}
      {sample.demo && <DemoChip />}
    </>
  );
}

function SlimLine({ sample }: { sample: Sample }) {
  const { batch_id, item, difficulty, template, template_version, score, origin, version, edited_by } = sample;
  const parts: ReactNode[] = [
    <Link key="batch" component={RouterLink} to={`/batches/${batch_id}`} color="inherit">
      {batch_id}
    </Link>,
    `item ${item}`,
    difficulty,
    `${template}@${template_version}`,
    score == null ? "no score" : `score ${scoreText(score)}`,
  ];
  if ((version ?? 1) > 1) parts.push(`version ${version}, ${origin === "enrichment" ? "enriched" : `edited${edited_by ? ` by ${edited_by}` : ""}`}`);
  return (
    <Typography variant="body2" color="textSecondary" component="div" sx={{ display: "flex", flexWrap: "wrap", columnGap: 1.5, mb: 1.5, overflowWrap: "anywhere" }}>
      {parts.map((part, place) => (
        <span key={place}>{part}</span>
      ))}
    </Typography>
  );
}

function Findings({ sample: { findings } }: { sample: Sample }) {
  if (!findings.length) return null;
  return (
    <Stack component="ul" aria-label="Findings of the checks" sx={{ m: 0, mb: 1.5, pl: 2, color: "warning.main", fontSize: "0.875rem" }}>
      {findings.map(({ check, message }, place) => (
        <li key={place}>
          {plain(check)}: {message}
        </li>
      ))}
    </Stack>
  );
}
