/** Two texts as one, line by line: − was, + is now. What is alike and far from a change is folded away. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import visuallyHidden from "@mui/utils/visuallyHidden";
import { useMemo, useState } from "react";
import { counted } from "@/lib/format";
import { differences, folded, tally, type Line } from "../model/differences";

interface DiffViewProps {
  before: string;
  after: string;
  /** What is compared, for those who cannot see it. */
  label: string;
}

export function DiffView({ before, after, label }: DiffViewProps) {
  const lines = useMemo(() => differences(before, after), [before, after]);
  const { added, removed } = tally(lines);
  if (added + removed === 0) return <Typography color="textSecondary">No differences: both say the same.</Typography>;
  return (
    <>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {counted(added, "line")} added, {counted(removed, "line")} removed
      </Typography>
      <Box role="group" aria-label={label} tabIndex={0} sx={FRAME}>
        {folded(lines).map((one, at) => ("hidden" in one ? <Folded key={at} lines={one.hidden} /> : <LineRow key={at} line={one} />))}
      </Box>
    </>
  );
}

function Folded({ lines }: { lines: Line[] }) {
  const [open, setOpen] = useState(false);
  if (open) return lines.map((line, at) => <LineRow key={at} line={line} />);
  return (
    <Button size="small" color="inherit" onClick={() => setOpen(true)} sx={{ my: 0.5, fontFamily: "inherit", fontWeight: 400 }}>
      Show {counted(lines.length, "line")} that {lines.length === 1 ? "is" : "are"} alike
    </Button>
  );
}

const WORDS = { "+": "added: ", "-": "removed: ", " ": "" } as const;
const SIGNS = { "+": "+", "-": "−", " ": " " } as const;

function LineRow({ line }: { line: Line }) {
  const colour = line.sign === "+" ? "success" : line.sign === "-" ? "error" : null;
  return (
    <Box sx={{ display: "flex", gap: 1, px: 1, ...(colour && { bgcolor: `color-mix(in srgb, var(--mui-palette-${colour}-main) 12%, transparent)` }) }}>
      <Box component="span" aria-hidden sx={{ width: "1ch", flexShrink: 0, userSelect: "none" }}>
        {SIGNS[line.sign]}
      </Box>
      <Box component="span" sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", minWidth: 0 }}>
        <Box component="span" sx={visuallyHidden}>
          {WORDS[line.sign]}
        </Box>
        {line.parts.map((part, at) =>
          part.changed ? (
            <Box key={at} component={line.sign === "-" ? "del" : "ins"} sx={{ textDecoration: "none", bgcolor: `color-mix(in srgb, var(--mui-palette-${colour}-main) 28%, transparent)` }}>
              {part.text}
            </Box>
          ) : (
            part.text
          ),
        )}
      </Box>
    </Box>
  );
}

const FRAME = {
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  py: 1,
  fontFamily: "ui-monospace, monospace",
  fontSize: "0.8125rem",
  lineHeight: 1.6,
  maxHeight: "70vh",
  overflow: "auto",
  position: "relative",
} as const;
