/** Text as it is, in a block that scrolls inside itself. */
import Box from "@mui/material/Box";

export function Preformatted({ text, label, height = 420 }: { text: string; label: string; height?: number }) {
  return (
    <Box
      component="pre"
      tabIndex={0}
      role="region"
      aria-label={label}
      sx={{ m: 0, p: 1.5, fontSize: "0.8125rem", lineHeight: 1.5, bgcolor: "action.hover", borderRadius: 1, maxHeight: height, overflow: "auto", maxWidth: "100%" }}
    >
      {text}
    </Box>
  );
}
