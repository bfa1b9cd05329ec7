/** A sample's content as people read it: by its kind where one is known, else field by field. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { sentence } from "@/lib/format";

interface SampleContentProps {
  content: Record<string, unknown> | null;
  /** Kind of the sample's template: `qa`, `conversation`, `preference` ... */
  kind?: string;
}

export function SampleContent({ content }: SampleContentProps) {
  if (!content) return <Typography color="textSecondary">The answer was no JSON; see the raw answer.</Typography>;
  return (
    <Stack spacing={1.5}>
      {Object.entries(content).map(([field, value]) => (
        <Box key={field}>
          <Typography variant="overline" color="textSecondary">
            {sentence(field)}
          </Typography>
          <Typography sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{typeof value === "string" ? value : JSON.stringify(value, null, 2)}</Typography>
        </Box>
      ))}
    </Stack>
  );
}
