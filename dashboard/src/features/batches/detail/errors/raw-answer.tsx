/** What the provider answered, as it came; JSON is indented. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { Loading, Shown } from "@/components/states";
import { useRaw } from "@/lib/api/samples";

export function RawAnswer({ path }: { path: string }) {
  const query = useRaw(path);
  return (
    <Shown query={query} loading={<Loading rows={2} />}>
      {({ text, truncated }) => (
        <>
          <Box component="pre" tabIndex={0} role="region" aria-label="Raw answer" sx={{ m: 0, maxHeight: 320, overflow: "auto", whiteSpace: "pre-wrap", overflowWrap: "anywhere", fontSize: "0.8125rem" }}>
            {indented(text) || "(an empty answer)"}
          </Box>
          {truncated && (
            <Typography variant="body2" color="textSecondary">
              The answer was longer; this is what is kept of it (GRISTMILL_KEEP_RESPONSE_KB).
            </Typography>
          )}
        </>
      )}
    </Shown>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
