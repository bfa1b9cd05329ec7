/** Differences of two contents, shown as one text: taken away is struck through, added is underlined. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useMemo } from "react";
import { labelOf } from "@/components/sample/blocks";
import { differencesOf, type Content, type Part } from "./differences";

interface DifferencesViewProps {
  before: Content;
  after: Content;
  /** What to say if there are none. */
  none?: string;
}

export function DifferencesView({ before, after, none = "The content is the same." }: DifferencesViewProps) {
  const differences = useMemo(() => differencesOf(before, after), [before, after]);
  if (!differences.length) return <Typography color="textSecondary">{none}</Typography>;
  return (
    <Stack component="dl" spacing={1.5} sx={{ m: 0 }}>
      {differences.map(({ field, parts }) => (
        <Box key={field} sx={{ minWidth: 0 }}>
          <Typography component="dt" variant="overline" color="textSecondary">
            {labelOf(field)}
          </Typography>
          <Box component="dd" sx={{ m: 0 }}>
            <MarkedText parts={parts} />
          </Box>
        </Box>
      ))}
    </Stack>
  );
}

export function MarkedText({ parts }: { parts: Part[] }) {
  return (
    <Box sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
      {parts.map(({ text, kind }, place) =>
        kind === "same" ? (
          <span key={place}>{text}</span>
        ) : (
          <Box key={place} component={kind === "added" ? "ins" : "del"} sx={MARKS[kind]}>
            {text}
          </Box>
        ),
      )}
    </Box>
  );
}

/** Marks are lines as well as colours. */
const MARKS = {
  added: { textDecorationLine: "underline", textUnderlineOffset: 3, bgcolor: "rgba(var(--mui-palette-success-mainChannel) / 0.14)" },
  removed: { textDecorationLine: "line-through", bgcolor: "rgba(var(--mui-palette-error-mainChannel) / 0.14)" },
} as const;
