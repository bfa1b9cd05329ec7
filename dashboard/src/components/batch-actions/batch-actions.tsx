/** What can be done with a batch in its status: the likely moves as buttons, the rest in a menu. `compact` is for rows. */
import MoreVert from "@mui/icons-material/MoreVert";
import RestartAlt from "@mui/icons-material/RestartAltOutlined";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import Tooltip from "@mui/material/Tooltip";
import { useState, type SyntheticEvent } from "react";
import { Link as RouterLink } from "react-router";
import type { Batch, Move } from "@/lib/api/batches";
import { BatchMenu } from "./batch-menu";
import { EditDialog } from "./edit-dialog";
import { MOVE_ICONS } from "./icons";
import { canRunAgain, hasEnded, legalMoves } from "./legal";
import { useBatchMoves } from "./use-batch-moves";
import { againAddress, MOVE_NAMES, nameOf } from "./words";

interface BatchActionsProps {
  batch: Batch;
  compact?: boolean;
  /** Called when a person has deleted the batch from here. */
  onDeleted?: () => void;
}

export function BatchActions({ batch, compact = false, onDeleted }: BatchActionsProps) {
  const moves = useBatchMoves();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [editing, setEditing] = useState(false);
  const legal = legalMoves(batch);
  const shown = compact ? legal.slice(0, 1) : legal;
  const againBeside = !compact && hasEnded(batch) && canRunAgain(batch);
  const MoveButton = compact ? CompactMove : WideMove;
  return (
    // Menu and dialog hang on the page's end, but their events rise through here: a row must not take them for its own.
    <Stack direction="row" sx={{ alignItems: "center", gap: compact ? 0 : 1, flexWrap: compact ? "nowrap" : "wrap" }} onClick={keep} onDoubleClick={keep} onKeyDown={anchor || editing ? keep : undefined}>
      {shown.map((move) => (
        <MoveButton key={move} move={move} name={nameOf(batch)} onClick={() => void moves.move(batch, move)} />
      ))}
      {againBeside && (
        <Button size="small" variant="outlined" startIcon={<RestartAlt />} component={RouterLink} to={againAddress(batch)}>
          Run again
        </Button>
      )}
      <IconButton size="small" onClick={(event) => setAnchor(event.currentTarget)} aria-haspopup="menu" aria-label={`More for ${nameOf(batch)}`}>
        <MoreVert fontSize="small" />
      </IconButton>
      {anchor && (
        <BatchMenu
          batch={batch}
          anchor={anchor}
          moves={compact ? legal.slice(1) : []}
          again={canRunAgain(batch) && !againBeside}
          onClose={() => setAnchor(null)}
          onEdit={() => setEditing(true)}
          onDeleted={onDeleted}
        />
      )}
      {editing && <EditDialog batch={batch} onClose={() => setEditing(false)} />}
    </Stack>
  );
}

interface MoveButtonProps {
  move: Move;
  name: string;
  onClick: () => void;
}

function WideMove({ move, name, onClick }: MoveButtonProps) {
  const Icon = MOVE_ICONS[move];
  return (
    <Button size="small" variant="outlined" startIcon={<Icon />} onClick={onClick} aria-label={`${MOVE_NAMES[move]} ${name}`}>
      {MOVE_NAMES[move]}
    </Button>
  );
}

function CompactMove({ move, name, onClick }: MoveButtonProps) {
  const Icon = MOVE_ICONS[move];
  return (
    <Tooltip title={MOVE_NAMES[move]}>
      <IconButton size="small" onClick={onClick} aria-label={`${MOVE_NAMES[move]} ${name}`}>
        <Icon fontSize="small" />
      </IconButton>
    </Tooltip>
  );
}

function keep(event: SyntheticEvent): void {
  event.stopPropagation();
}
