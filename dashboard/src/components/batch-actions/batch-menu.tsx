/** The menu of one batch: moves that have no button of their own, its place, its words, its end. */
import ContentCopy from "@mui/icons-material/ContentCopyOutlined";
import DeleteOutline from "@mui/icons-material/DeleteOutlined";
import Edit from "@mui/icons-material/EditOutlined";
import RestartAlt from "@mui/icons-material/RestartAltOutlined";
import VerticalAlignBottom from "@mui/icons-material/VerticalAlignBottomOutlined";
import VerticalAlignTop from "@mui/icons-material/VerticalAlignTopOutlined";
import Visibility from "@mui/icons-material/VisibilityOutlined";
import ListItemIcon from "@mui/material/ListItemIcon";
import ListItemText from "@mui/material/ListItemText";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import type { ElementType } from "react";
import { useNavigate } from "react-router";
import type { Batch, Move } from "@/lib/api/batches";
import { MOVE_ICONS } from "./icons";
import { canBeDeleted, canBePlaced, canBeWatched } from "./legal";
import { useBatchMoves } from "./use-batch-moves";
import { useCopy } from "@/components/use-copy";
import { againAddress, MOVE_NAMES, nameOf } from "./words";

interface BatchMenuProps {
  batch: Batch;
  anchor: HTMLElement;
  moves: readonly Move[];
  /** Whether to offer "Run again". */
  again: boolean;
  onClose: () => void;
  onEdit: () => void;
  onDeleted?: () => void;
}

interface Entry {
  name: string;
  icon: ElementType;
  run: () => unknown;
}

export function BatchMenu({ batch, anchor, moves, again, onClose, onEdit, onDeleted }: BatchMenuProps) {
  const entries = useEntries({ batch, moves, again, onEdit, onDeleted });
  return (
    <Menu open anchorEl={anchor} onClose={onClose} slotProps={{ list: { dense: true, "aria-label": `Actions of ${nameOf(batch)}` } }}>
      {entries.map(({ name, icon: Icon, run }) => (
        <MenuItem
          key={name}
          onClick={() => {
            onClose();
            void run();
          }}
        >
          <ListItemIcon>
            <Icon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{name}</ListItemText>
        </MenuItem>
      ))}
    </Menu>
  );
}

function useEntries({ batch, moves, again, onEdit, onDeleted }: Pick<BatchMenuProps, "batch" | "moves" | "again" | "onEdit" | "onDeleted">): Entry[] {
  const does = useBatchMoves();
  const go = useNavigate();
  const copy = useCopy();
  const id = batch.batch_id ?? "";
  const entries: Entry[] = moves.map((move) => ({ name: MOVE_NAMES[move], icon: MOVE_ICONS[move], run: () => does.move(batch, move) }));
  if (canBePlaced(batch)) {
    if (batch.position !== 1) entries.push({ name: "Move to the front", icon: VerticalAlignTop, run: () => does.toFront(batch) });
    entries.push({ name: "Move to the back", icon: VerticalAlignBottom, run: () => does.toBack(batch) });
  }
  entries.push({ name: "Change name, notes, target", icon: Edit, run: onEdit });
  if (canBeWatched(batch)) entries.push({ name: "Show on the overview", icon: Visibility, run: () => does.watch(batch) });
  if (again) entries.push({ name: "Run again", icon: RestartAlt, run: () => go(againAddress(batch)) });
  entries.push({ name: "Copy the id", icon: ContentCopy, run: () => copy(id, id) });
  if (canBeDeleted(batch)) entries.push({ name: "Delete", icon: DeleteOutline, run: async () => (await does.remove(batch)) && onDeleted?.() });
  return entries;
}
