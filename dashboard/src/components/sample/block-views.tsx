/** How each block of a content looks. */
import FormatQuote from "@mui/icons-material/FormatQuoteOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Typography from "@mui/material/Typography";
import { useContext, useId, useState } from "react";
import { counted } from "@/lib/format";
import { AnyValue, Fields } from "./any-value";
import { isObject, type Block, type Unit } from "./blocks";
import { Chat } from "./chat";
import { FoldedText, linesOf, READABLE, Reading } from "./folded-text";
import { PreferencePair } from "./preference-pair";

export function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case "lead":
      return <Box sx={{ fontWeight: 600 }}><FoldedText text={block.text} /></Box>;
    case "text":
      return <FoldedText text={block.text} />;
    case "folded":
      return <Foldable text={block.text} />;
    case "quiet":
      return <Typography variant="body2" component="div" sx={{ fontStyle: "italic", overflowWrap: "anywhere" }}>{block.text}</Typography>;
    case "quote":
      return <Quote text={block.text} />;
    case "label":
      return <Chip label={block.text} color="primary" variant="outlined" sx={{ fontWeight: 600 }} />;
    case "final":
      return <Box sx={{ fontWeight: 600, borderLeft: 3, borderColor: "primary.main", pl: 1.5 }}><FoldedText text={block.text} /></Box>;
    case "steps":
      return <Steps steps={block.steps} />;
    case "chat":
      return <Chat messages={block.messages} />;
    case "pair":
      return <PreferencePair chosen={block.chosen} rejected={block.rejected} />;
    case "units":
      return <Units units={block.units} />;
    case "any":
      return <AnyValue value={block.value} />;
  }
}

const SHORT_LINES = 6;

/** Reasoning stands before the answer, but not in its way: a long one opens on demand. */
function Foldable({ text }: { text: string }) {
  const { expanded } = useContext(Reading);
  const [open, setOpen] = useState(false);
  const id = useId();
  const lines = linesOf(text);
  if (expanded || lines <= SHORT_LINES) return <FoldedText text={text} />;
  return (
    <>
      <Button size="small" onClick={() => setOpen(!open)} aria-expanded={open} aria-controls={id} sx={{ px: 0.5, ml: -0.5 }}>
        {open ? "Hide the reasoning" : `Show the reasoning (about ${counted(lines, "line")})`}
      </Button>
      <Box id={id} hidden={!open}>
        {open && <FoldedText text={text} />}
      </Box>
    </>
  );
}

function Quote({ text }: { text: string }) {
  return (
    <Box component="blockquote" sx={{ m: 0, display: "flex", gap: 1, bgcolor: "action.hover", borderRadius: 1, p: 1.25, maxWidth: READABLE }}>
      <FormatQuote fontSize="small" color="action" aria-hidden />
      <Box sx={{ minWidth: 0 }}>
        <FoldedText text={text} />
      </Box>
    </Box>
  );
}

function Steps({ steps }: { steps: string[] }) {
  return (
    <Box component="ol" sx={{ m: 0, pl: 3, "& > li + li": { mt: 0.5 } }}>
      {steps.map((step, place) => (
        <li key={place}>
          <FoldedText text={step} />
        </li>
      ))}
    </Box>
  );
}

function Units({ units }: { units: Unit[] }) {
  return (
    <Box component="ol" sx={{ m: 0, pl: 3, "& > li + li": { mt: 1.5 } }}>
      {units.map(({ title, lessons, rest }, place) => (
        <li key={place}>
          <Typography component="div" sx={{ fontWeight: 600 }}>{title}</Typography>
          {Object.keys(rest).length > 0 && <Fields content={rest} />}
          <Box component="ol" sx={{ m: 0, mt: 0.5, pl: 2.5, listStyleType: "lower-alpha", "& > li + li": { mt: 1 } }}>
            {lessons.map((lesson, at) => (
              <li key={at}>
                <Lesson lesson={lesson} />
              </li>
            ))}
          </Box>
        </li>
      ))}
    </Box>
  );
}

function Lesson({ lesson }: { lesson: unknown }) {
  if (!isObject(lesson) || typeof lesson.title !== "string") return <AnyValue value={lesson} depth={1} />;
  const { title, ...rest } = lesson;
  return (
    <>
      <Typography component="div" sx={{ fontWeight: 500, mb: 0.5 }}>{title}</Typography>
      <Fields content={rest} />
    </>
  );
}
