/** Numbers of samples by what they are, as small tables beside each other. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { count } from "@/lib/format";

interface TalliesProps {
  /** Title and numbers of each table; those without numbers are not shown. */
  tables: readonly (readonly [title: string, numbers: Record<string, number> | undefined])[];
}

const SHOWN = 12;

export function Tallies({ tables }: TalliesProps) {
  const told = tables.filter(([, numbers]) => numbers && Object.keys(numbers).length > 0);
  return (
    <Box sx={{ display: "grid", columnGap: 3, rowGap: 2, gridTemplateColumns: "repeat(auto-fit, minmax(min(140px, 100%), 1fr))" }}>
      {told.map(([title, numbers]) => (
        <Tally key={title} title={title} numbers={numbers ?? {}} />
      ))}
    </Box>
  );
}

function Tally({ title, numbers }: { title: string; numbers: Record<string, number> }) {
  const all = Object.entries(numbers);
  const rest = all.slice(SHOWN);
  const shown = rest.length ? [...all.slice(0, SHOWN), [`${rest.length} more`, rest.reduce((sum, [, one]) => sum + one, 0)] as const] : all;
  return (
    <Box component="dl" aria-label={title} sx={{ m: 0, minWidth: 0, maxWidth: 420 }}>
      <Typography component="dt" variant="overline" color="textSecondary">
        {title}
      </Typography>
      {shown.map(([name, number]) => (
        <Box component="dd" key={name} sx={{ m: 0, display: "flex", justifyContent: "space-between", gap: 2, py: 0.25, borderTop: 1, borderColor: "divider" }}>
          <Box component="span" sx={{ overflowWrap: "anywhere", minWidth: 0 }}>
            {name}
          </Box>
          <Box component="span" sx={{ fontVariantNumeric: "tabular-nums", fontWeight: 600 }}>
            {count(number)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
