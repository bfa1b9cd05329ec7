/** What can be done with all chosen batches: each button says how many of them can do it. */
import CompareArrows from "@mui/icons-material/CompareArrowsOutlined";
import DeleteOutline from "@mui/icons-material/DeleteOutlined";
import VerticalAlignBottom from "@mui/icons-material/VerticalAlignBottomOutlined";
import VerticalAlignTop from "@mui/icons-material/VerticalAlignTopOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import Typography from "@mui/material/Typography";
import { Link } from "react-router";
import { counted } from "@/lib/format";
import { MOVE_ICONS } from "@/components/batch-actions/icons";
import { AT_MOST, compareAddress } from "../compare/address";
import { ableTo, BULK_MOVES, BULK_NAMES, bulkLabel, doingText, type BulkMove } from "./bulk";
import type { Bulk } from "./use-bulk";
import type { Selection } from "./use-selection";

const ICONS = { ...MOVE_ICONS, front: VerticalAlignTop, back: VerticalAlignBottom, delete: DeleteOutline };

export function BulkBar({ selection, bulk }: { selection: Selection; bulk: Bulk }) {
  const { chosen } = selection;
  return (
    <Box role="region" aria-label="Chosen batches" sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 0.5, px: 1.5, py: 0.75, border: 1, borderColor: "primary.main", borderRadius: 1, bgcolor: "background.paper" }}>
      <Typography variant="body2" role="status" sx={{ fontWeight: 600, mr: 1 }}>
        {bulk.running ? doingText(bulk.running.move, bulk.running.finished, bulk.running.all) : `${counted(chosen.length, "batch", "batches")} chosen`}
      </Typography>
      {bulk.running ? (
        <LinearProgress variant="determinate" aria-label="Progress of the move" value={(bulk.running.finished / bulk.running.all) * 100} sx={{ flex: 1, minWidth: 120, height: 6, borderRadius: 3 }} />
      ) : (
        <>
          {BULK_MOVES.map((move) => (
            <MoveButton key={move} move={move} able={ableTo(chosen, move).length} chosen={chosen.length} onClick={() => void bulk.run(move)} />
          ))}
          <CompareButton ids={chosen.flatMap((batch) => batch.batch_id ?? [])} />
          <Button size="small" color="inherit" onClick={selection.clear}>
            Clear choice
          </Button>
        </>
      )}
    </Box>
  );
}

function MoveButton({ move, able, chosen, onClick }: { move: BulkMove; able: number; chosen: number; onClick: () => void }) {
  const Icon = ICONS[move];
  return (
    <Button size="small" startIcon={<Icon />} disabled={able === 0} aria-label={bulkLabel(move, able, chosen)} color={move === "delete" ? "error" : "primary"} onClick={onClick}>
      {BULK_NAMES[move]} {able}
    </Button>
  );
}

function CompareButton({ ids }: { ids: readonly string[] }) {
  if (ids.length < 2 || ids.length > AT_MOST) {
    return (
      <Button size="small" startIcon={<CompareArrows />} disabled>
        Compare 2 to {AT_MOST}
      </Button>
    );
  }
  return (
    <Button size="small" startIcon={<CompareArrows />} component={Link} to={compareAddress(ids)}>
      Compare {ids.length}
    </Button>
  );
}
