/** How the list looks: one sheet of styles for all rows. */
import type { SxProps, Theme } from "@mui/material/styles";

export const WIDE_ROW = 40;
export const SLIM_ROW = 60;
export const HEAD = 34;

const COLUMNS = "40px minmax(0, 3fr) minmax(0, 1.3fr) 88px minmax(0, 0.9fr) 44px 100px 96px";
const CUT = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;

export const LIST_LOOK: SxProps<Theme> = {
  position: "relative",
  overflowY: "auto",
  overflowX: "hidden",
  contain: "strict",
  overflowAnchor: "none",
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  bgcolor: "background.paper",
  fontSize: "0.875rem",
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: -2 },
  "& .head, & .row": { display: "grid", alignItems: "center", columnGap: 1.5, pr: 1.5 },
  "& .head": {
    gridTemplateColumns: COLUMNS, height: HEAD, position: "sticky", top: 0, zIndex: 1, fontWeight: 600, fontSize: "0.8125rem",
    bgcolor: "background.paper", borderBottom: 1, borderColor: "divider",
  },
  "& .row": { position: "absolute", top: 0, left: 0, right: 0, cursor: "pointer", borderBottom: 1, borderColor: "divider", contain: "strict" },
  "& .wide": { gridTemplateColumns: COLUMNS, height: WIDE_ROW },
  "& .slim": { gridTemplateColumns: "40px minmax(0, 1fr)", height: SLIM_ROW },
  "& .row:hover": { bgcolor: "action.hover" },
  "& .selected, & .selected:hover": { bgcolor: "rgba(var(--mui-palette-primary-mainChannel) / 0.1)" },
  "& .open": { boxShadow: "inset 3px 0 0 var(--mui-palette-primary-main)" },
  "&:focus-visible .active": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: -3 },
  "&:focus:not(:focus-visible) .active": { bgcolor: "action.hover" },
  "& .check": { display: "grid", placeItems: "center", alignSelf: "stretch", cursor: "pointer" },
  "& input": { width: 16, height: 16, m: 0, accentColor: "var(--mui-palette-primary-main)", cursor: "pointer" },
  "& .wide > div": CUT,
  "& .check, & .wide > .check": { overflow: "visible" },
  "& .both, & .both > div": { ...CUT, minWidth: 0 },
  "& .both > div": { lineHeight: 1.55 },
  "& .quiet": { color: "text.secondary", fontSize: "0.8125rem" },
  "& .number": { textAlign: "right", fontVariantNumeric: "tabular-nums" },
  "& .decision": { fontSize: "0.8125rem", fontWeight: 500 },
  "& .pending": { color: "text.secondary", fontWeight: 400 },
  "& .approved": { color: "success.main" },
  "& .rejected": { color: "error.main" },
  "& .demo": { fontSize: "0.75rem", color: "secondary.main", border: 1, borderColor: "secondary.main", borderRadius: 4, px: 0.75, mr: 0.75 },
};
