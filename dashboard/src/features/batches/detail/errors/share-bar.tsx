/** A share as a small bar; the number stands beside it. */
import Box from "@mui/material/Box";
import { Bar } from "@/components/bar";
import { percent } from "@/lib/format";

export function ShareBar({ share, label }: { share: number; label: string }) {
  return (
    <Box sx={{ width: { xs: 60, sm: 120 }, flexShrink: 0 }}>
      <Bar share={share} label={label} text={percent(share)} colour="error" />
    </Box>
  );
}
