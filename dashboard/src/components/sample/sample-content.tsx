/** A sample's content as people read it: by its kind where one is known or can be guessed, else field by field. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { memo, useMemo } from "react";
import { BlockView } from "./block-views";
import { blocksOf, labelOf, type Block } from "./blocks";
import { Reading } from "./folded-text";

interface SampleContentProps {
  content: Record<string, unknown> | null;
  /** Kind of the sample's template: `qa`, `conversation`, `preference` ...; without one it is guessed. */
  kind?: string;
  /** For small places: smaller type, earlier folds. */
  dense?: boolean;
  /** Fold nothing. */
  expanded?: boolean;
}

export const SampleContent = memo(function SampleContent({ content, kind, dense = false, expanded = false }: SampleContentProps) {
  const blocks = useMemo(() => (content ? blocksOf(content, kind) : []), [content, kind]);
  const reading = useMemo(() => ({ dense, expanded }), [dense, expanded]);
  if (!content) return <Typography color="textSecondary">No content could be read from the answer; see the raw answer.</Typography>;
  if (!blocks.length) return <Typography color="textSecondary">The content has no fields.</Typography>;
  return (
    <Reading value={reading}>
      <Typography component="dl" variant={dense ? "body2" : "body1"} sx={{ m: 0, display: "flex", flexDirection: "column", gap: dense ? 1 : 1.5, minWidth: 0 }}>
        {blocks.map((block) => (
          <Box key={block.field} sx={{ minWidth: 0 }}>
            <Typography component="dt" variant="overline" color="textSecondary" sx={{ display: "block" }}>
              {nameOf(block)}
            </Typography>
            <Box component="dd" sx={{ m: 0 }}>
              <BlockView block={block} />
            </Box>
          </Box>
        ))}
      </Typography>
    </Reading>
  );
});

function nameOf(block: Block): string {
  return block.type === "pair" ? "Responses" : labelOf(block.field);
}
