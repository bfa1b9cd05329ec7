/** Rows of the comparison. The best value is told by a sign, a word and weight; a setting that differs by a word. */
import Star from "@mui/icons-material/StarOutlined";
import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import TableCell from "@mui/material/TableCell";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { bestOf } from "./best";
import type { Cell, Compared, Measure, SettingRow } from "./rows";

export function MeasureRow({ measure, all }: { measure: Measure; all: readonly Compared[] }) {
  const cells = all.map(measure.cell);
  const best = bestOf(cells.map(({ value }) => value), measure.better);
  return (
    <TableRow>
      <RowHead name={measure.name} hint={measure.hint} />
      {all.map((one, column) => (
        <TableCell key={one.id} sx={{ fontVariantNumeric: "tabular-nums", verticalAlign: "top" }}>
          {measure.isLate && !one.figures ? <Skeleton width="60%" /> : <Value cell={cells[column] as Cell} isBest={best[column] ?? false} />}
        </TableCell>
      ))}
    </TableRow>
  );
}

function Value({ cell, isBest }: { cell: Cell; isBest: boolean }) {
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "baseline", columnGap: 1 }}>
      <span style={{ fontWeight: isBest ? 700 : 400 }}>{cell.text}</span>
      {isBest && (
        <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.25, color: "success.main", fontSize: "0.75rem", fontWeight: 600 }}>
          <Star aria-hidden sx={{ fontSize: 14 }} />
          best
        </Box>
      )}
      {cell.detail && (
        <Typography component="span" variant="caption" color="textSecondary">
          {cell.detail}
        </Typography>
      )}
    </Box>
  );
}

export function SettingLine({ row, ids }: { row: SettingRow; ids: readonly string[] }) {
  return (
    <TableRow sx={row.differs ? TINTED : undefined}>
      <RowHead name={row.name} hint={row.differs ? "differs" : undefined} isStrong={row.differs} />
      {row.values.map((value, column) => (
        <TableCell key={ids[column]} sx={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap", verticalAlign: "top", fontWeight: row.differs ? 600 : 400 }}>
          <Box sx={{ maxHeight: 160, overflowY: "auto" }}>{value}</Box>
        </TableCell>
      ))}
    </TableRow>
  );
}

/** Opaque, as values pass under it where the table scrolls. */
const ROW_HEAD = { position: "sticky", left: 0, zIndex: 1, bgcolor: "background.paper", verticalAlign: "top", overflowWrap: "anywhere" } as const;
const TINTED = { "& > *": { backgroundImage: "linear-gradient(var(--mui-palette-action-hover), var(--mui-palette-action-hover))" } } as const;

function RowHead({ name, hint, isStrong = false }: { name: string; hint?: string; isStrong?: boolean }) {
  return (
    <TableCell component="th" scope="row" sx={{ ...ROW_HEAD, fontWeight: isStrong ? 600 : 400 }}>
      {name}
      {hint && (
        <Typography component="span" variant="caption" color="textSecondary" sx={{ display: "block" }}>
          {hint}
        </Typography>
      )}
    </TableCell>
  );
}
