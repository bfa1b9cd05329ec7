/** A part that is there when it is asked for. */
import Box from "@mui/material/Box";
import type { ReactNode } from "react";

export function Unfolding({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box component="details" sx={{ "& > summary": { cursor: "pointer", py: 0.5, borderRadius: 1 } }}>
      <summary>{label}</summary>
      <Box sx={{ pt: 1 }}>{children}</Box>
    </Box>
  );
}
