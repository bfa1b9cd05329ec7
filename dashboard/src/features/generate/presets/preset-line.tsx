/** One preset: load it, put the form in its place, give it another name, delete it. */
import DeleteOutline from "@mui/icons-material/DeleteOutlined";
import DriveFileRenameOutline from "@mui/icons-material/DriveFileRenameOutlineOutlined";
import SaveOutlined from "@mui/icons-material/SaveOutlined";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import ListItem from "@mui/material/ListItem";
import Stack from "@mui/material/Stack";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { useState, type ReactNode } from "react";
import { Moment } from "@/components/moment";
import type { Preset } from "@/lib/api/presets";
import { useOrderForm } from "../use-order-form";
import { formToOrder } from "../model/form-to-order";
import { RenamePreset } from "./rename-preset";
import { usePresetMoves } from "./use-preset-moves";

export function PresetLine({ preset, onLoad }: { preset: Preset; onLoad: () => void }) {
  const form = useOrderForm();
  const [renaming, setRenaming] = useState(false);
  const { overwrite, remove, isBusy } = usePresetMoves();
  const { name } = preset;
  if (renaming) {
    return (
      <ListItem disableGutters divider sx={{ py: 1.5 }}>
        <RenamePreset preset={preset} onDone={() => setRenaming(false)} />
      </ListItem>
    );
  }
  return (
    <ListItem disableGutters divider sx={{ gap: 1 }}>
      <Stack sx={{ flex: 1, minWidth: 0, alignItems: "flex-start" }}>
        <Link component="button" type="button" onClick={onLoad} aria-label={`Load ${name}`} sx={{ textAlign: "left", overflowWrap: "anywhere", fontWeight: 600 }}>
          {name}
        </Link>
        <Typography variant="body2" color="textSecondary">
          saved <Moment at={preset.updated_at} />
        </Typography>
      </Stack>
      <Move label={`Overwrite ${name} with the form`} onClick={() => overwrite(preset, formToOrder(form).order)} disabled={isBusy} icon={<SaveOutlined fontSize="small" />} />
      <Move label={`Rename ${name}`} onClick={() => setRenaming(true)} disabled={isBusy} icon={<DriveFileRenameOutline fontSize="small" />} />
      <Move label={`Delete ${name}`} onClick={() => remove(preset)} disabled={isBusy} icon={<DeleteOutline fontSize="small" />} />
    </ListItem>
  );
}

function Move({ label, icon, onClick, disabled }: { label: string; icon: ReactNode; onClick: () => void; disabled: boolean }) {
  return (
    <Tooltip title={label}>
      <span>
        <IconButton size="small" aria-label={label} onClick={onClick} disabled={disabled}>
          {icon}
        </IconButton>
      </span>
    </Tooltip>
  );
}
