/** The frame of a page: its name (also of the browser's tab), what can be done here, and its content. */
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useEffect, type ReactNode } from "react";
import type { SxProps, Theme } from "@mui/material/styles";

interface PageProps {
  title: string;
  /** Behind the title: a chip, a count. */
  beside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, beside, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Gristmill`;
  }, [title]);
  return (
    <Stack spacing={2} sx={{ p: { xs: 1.5, sm: 2, md: 3 }, maxWidth: 1600, mx: "auto", width: "100%", minWidth: 0 }}>
      <Stack direction="row" sx={{ flexWrap: "wrap", alignItems: "center", gap: 1.5, minHeight: 40 }}>
        <Typography variant="h1" sx={{ overflowWrap: "anywhere" }}>
          {title}
        </Typography>
        {beside}
        <Box sx={{ flex: 1 }} />
        {actions}
      </Stack>
      {children}
    </Stack>
  );
}

interface PanelProps {
  title?: string;
  beside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  sx?: SxProps<Theme>;
}

export function Panel({ title, beside, actions, children, sx }: PanelProps) {
  return (
    <Card component="section" aria-label={title} sx={{ p: { xs: 1.5, sm: 2 }, minWidth: 0, ...sx }}>
      {title && (
        <Stack direction="row" sx={{ alignItems: "center", gap: 1, mb: 1.5, flexWrap: "wrap" }}>
          <Typography variant="h2">{title}</Typography>
          {beside}
          <Box sx={{ flex: 1 }} />
          {actions}
        </Stack>
      )}
      {children}
    </Card>
  );
}

/** One figure with its name. */
export function Figure({ label, value, hint }: { label: string; value: ReactNode; hint?: ReactNode }) {
  return (
    <Box component="dl" sx={{ m: 0, minWidth: 0 }}>
      <Typography component="dt" variant="overline" color="textSecondary" noWrap>
        {label}
      </Typography>
      <Typography component="dd" sx={{ m: 0, fontSize: "1.125rem", fontWeight: 600, fontVariantNumeric: "tabular-nums", overflowWrap: "anywhere" }}>
        {value}
      </Typography>
      {hint && (
        <Typography component="dd" variant="body2" color="textSecondary" sx={{ m: 0 }}>
          {hint}
        </Typography>
      )}
    </Box>
  );
}
