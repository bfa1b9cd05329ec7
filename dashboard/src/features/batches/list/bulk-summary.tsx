/** What became of a move for many batches: how many it worked for, and what was said to the others. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { counted } from "@/lib/format";
import type { Summary } from "./bulk";

const NAMED = 5;

export function BulkSummary({ summary, onClose }: { summary: Summary; onClose: () => void }) {
  return (
    <Alert severity={summary.severity} variant="outlined" role={summary.severity === "success" ? "status" : "alert"} onClose={onClose} sx={{ bgcolor: "background.paper", overflowWrap: "anywhere" }}>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {summary.text}
      </Typography>
      {summary.refusals.length > 0 && (
        <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5, maxHeight: 200, overflowY: "auto" }} tabIndex={0} aria-label="Refused">
          {summary.refusals.map(({ sentence, names }) => (
            <li key={sentence}>
              {named(names)}: {sentence}
            </li>
          ))}
        </Box>
      )}
    </Alert>
  );
}

function named(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return rest > 0 ? `${names.slice(0, NAMED).join(", ")} and ${counted(rest, "other")}` : names.join(", ");
}
