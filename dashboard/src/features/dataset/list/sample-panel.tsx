/** One sample beside the list: what it says, what is known of it, and what can be decided. */
import ArrowBack from "@mui/icons-material/NavigateBeforeOutlined";
import ArrowForward from "@mui/icons-material/NavigateNextOutlined";
import Close from "@mui/icons-material/CloseOutlined";
import Box from "@mui/material/Box";
import Divider from "@mui/material/Divider";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { SampleContent } from "@/components/sample/sample-content";
import { Shown } from "@/components/states";
import { DemoChip, StatusChip } from "@/components/status-chip";
import { useSample, type SampleShown } from "@/lib/api/samples";
import { plain } from "@/lib/format";
import type { Filters } from "../shared/filters";
import { RawAnswerDialog, rawPath } from "../shared/raw-answer-dialog";
import { SampleMeta } from "../shared/sample-meta";
import { scoreText } from "../shared/score";
import { SampleActions } from "./sample-actions";

interface SamplePanelProps {
  sampleId: string;
  filters: Filters;
  onClose: () => void;
  /** Undefined where there is no row before or after it. */
  onPrevious?: () => void;
  onNext?: () => void;
}

export function SamplePanel({ sampleId, filters, onClose, onPrevious, onNext }: SamplePanelProps) {
  const query = useSample(sampleId);
  return (
    <Stack sx={{ minHeight: 0, flex: 1 }} onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && onClose()}>
      <Stack direction="row" sx={{ alignItems: "center", gap: 0.5, pl: 2, pr: 1, py: 0.75, borderBottom: 1, borderColor: "divider" }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          Sample
        </Typography>
        <Step label="Previous sample" onClick={onPrevious} icon={<ArrowBack />} />
        <Step label="Next sample" onClick={onNext} icon={<ArrowForward />} />
        <Step label="Close the sample" onClick={onClose} icon={<Close />} />
      </Stack>
      <Box sx={{ overflowY: "auto", flex: 1, p: 2 }} tabIndex={0} role="region" aria-label="The sample">
        <Shown query={query}>{(sample) => <Details key={sample.sample_id} sample={sample} filters={filters} />}</Shown>
      </Box>
    </Stack>
  );
}

function Step({ label, onClick, icon }: { label: string; onClick: (() => void) | undefined; icon: React.ReactNode }) {
  return (
    <Tooltip title={label}>
      <span>
        <IconButton aria-label={label} disabled={!onClick} onClick={onClick} size="small">
          {icon}
        </IconButton>
      </span>
    </Tooltip>
  );
}

function Details({ sample, filters }: { sample: SampleShown; filters: Filters }) {
  const [raw, setRaw] = useState(false);
  const isRefused = sample.verdict === "rejected";
  return (
    <Stack spacing={2}>
      <Stack direction="row" sx={{ flexWrap: "wrap", gap: 0.75 }}>
        {isRefused ? <StatusChip status="rejected" label={`refused: ${plain(sample.reason)}`} /> : <StatusChip status={sample.review ?? "pending"} title={sample.review_reason} />}
        {sample.score !== null && <StatusChip status="score" label={`score ${scoreText(sample.score)}`} />}
        {sample.origin !== "generated" && !isRefused && <StatusChip status="edited" label={sample.origin === "person" ? "edited" : "enriched"} />}
        {sample.demo && <DemoChip />}
      </Stack>
      <SampleActions sample={sample} filters={filters} onRaw={() => setRaw(true)} />
      <SampleContent content={sample.content} />
      <Divider />
      <Box component="section" aria-labelledby="provenance">
        <Typography id="provenance" variant="h3" sx={{ mb: 1 }}>
          Where it comes from
        </Typography>
        <SampleMeta sample={sample} />
      </Box>
      <RawAnswerDialog path={raw ? rawPath(sample.sample_id) : null} onClose={() => setRaw(false)} />
    </Stack>
  );
}
