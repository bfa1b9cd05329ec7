/** How to search, one click beside the field. */
import HelpOutline from "@mui/icons-material/HelpOutlineOutlined";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Popover from "@mui/material/Popover";
import Typography from "@mui/material/Typography";
import { useState } from "react";

const EXAMPLES = [
  ["duty care", "samples with both words, anywhere"],
  ['"duty of care"', "these words in a row"],
  ["negl*", "words that begin so (at least three letters)"],
] as const;

export function SearchHelp({ isExact }: { isExact: boolean }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton size="small" edge="end" aria-label="How to search" aria-haspopup="dialog" onClick={(event) => setAnchor(event.currentTarget)}>
        <HelpOutline fontSize="small" />
      </IconButton>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ paper: { role: "dialog", "aria-label": "How to search", sx: { p: 2, maxWidth: 380 } } }}
      >
        {isExact ? (
          <Typography variant="body2">Of refused candidates the text is looked for exactly as it is typed.</Typography>
        ) : (
          <>
            <Typography variant="body2" sx={{ mb: 1 }}>
              All texts of a sample are searched; case and accents do not matter.
            </Typography>
            <Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: "auto 1fr", gap: 1, alignItems: "baseline" }}>
              {EXAMPLES.map(([typed, finds]) => (
                <Box key={typed} sx={{ display: "contents" }}>
                  <Typography component="dt" variant="body2" sx={{ fontFamily: "monospace" }}>
                    {typed}
                  </Typography>
                  <Typography component="dd" variant="body2" sx={{ m: 0 }}>
                    {finds}
                  </Typography>
                </Box>
              ))}
            </Box>
          </>
        )}
      </Popover>
    </>
  );
}
