/** What stays behind and why, one sentence each. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { leftOutWords } from "./model/left-out";

export function LeftOutList({ leftOut, title }: { leftOut: Record<string, number>; title: string }) {
  const reasons = Object.entries(leftOut).sort(([, one], [, other]) => other - one);
  if (!reasons.length) return null;
  return (
    <Box>
      <Typography variant="overline" color="textSecondary" component="p">
        {title}
      </Typography>
      <Box component="ul" aria-label={title} sx={{ m: 0, pl: 2.5 }}>
        {reasons.map(([reason, number]) => (
          <li key={reason}>{leftOutWords(reason, number)}</li>
        ))}
      </Box>
    </Box>
  );
}
