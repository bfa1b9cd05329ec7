/** What a loaded order says that the form has no field for: it is named, and can be taken out. */
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { counted, plain } from "@/lib/format";
import { useForm, useGenerate } from "../generate-context";
import type { Kept } from "../model/form";

export function KeptParts() {
  const { change } = useGenerate();
  const kept = useForm((form) => form.kept);
  const parts = Object.keys(kept) as (keyof Kept)[];
  if (parts.length === 0) return null;
  const takeOut = (part: keyof Kept) => change({ kept: Object.fromEntries(Object.entries(kept).filter(([name]) => name !== part)) });
  return (
    <Stack direction="row" sx={{ flexWrap: "wrap", alignItems: "center", gap: 1 }}>
      <Typography variant="body2" color="textSecondary">
        This order also says:
      </Typography>
      {parts.map((part) => (
        <Chip key={part} label={wordsOf(part, kept)} variant="outlined" onDelete={() => takeOut(part)} aria-label={`${wordsOf(part, kept)}; press Delete to take it out`} />
      ))}
    </Stack>
  );
}

function wordsOf(part: keyof Kept, kept: Kept): string {
  if (part === "taxonomy") return `own topics: ${counted(kept.taxonomy?.length ?? 0, "area")}`;
  if (part === "drive") return "driven by a client: the worker leaves it alone";
  return `kind: ${plain(kept.kind)}`;
}
