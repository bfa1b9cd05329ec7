/** How the grid looks: which columns, how dense. */
import CheckBox from "@mui/icons-material/CheckBoxOutlined";
import CheckBoxBlank from "@mui/icons-material/CheckBoxOutlineBlankOutlined";
import RadioChecked from "@mui/icons-material/RadioButtonCheckedOutlined";
import RadioBlank from "@mui/icons-material/RadioButtonUncheckedOutlined";
import Tune from "@mui/icons-material/TuneOutlined";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import ListItemText from "@mui/material/ListItemText";
import ListSubheader from "@mui/material/ListSubheader";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { memo, useState } from "react";
import { sentence } from "@/lib/format";
import { isShown } from "./column-choice";
import { COLUMNS } from "./columns";
import type { ChangeView } from "./use-view";
import { DENSITIES, type View } from "./view";

const CHOICE = COLUMNS.filter((column) => column.hideable !== false);

export const ViewMenu = memo(function ViewMenu({ view, change }: { view: View; change: ChangeView }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const toggle = (field: string) => change({ switched: view.switched.includes(field) ? view.switched.filter((one) => one !== field) : [...view.switched, field] });
  return (
    <>
      <Button startIcon={<Tune />} onClick={(event) => setAnchor(event.currentTarget)} aria-haspopup="menu">
        Columns
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} slotProps={{ list: { dense: true, "aria-label": "Columns and density", sx: { py: 0.5 } } }}>
        <ListSubheader role="presentation" sx={HEAD}>Columns</ListSubheader>
        {CHOICE.map(({ field, headerName }) => (
          <Choice key={field} role="menuitemcheckbox" name={headerName ?? field} isOn={isShown(field, view.switched)} onClick={() => toggle(field)} />
        ))}
        <Divider />
        <ListSubheader role="presentation" sx={HEAD}>Rows</ListSubheader>
        {DENSITIES.map((density) => (
          <Choice key={density} role="menuitemradio" name={sentence(density)} isOn={view.density === density} onClick={() => change({ density })} />
        ))}
      </Menu>
    </>
  );
});

interface ChoiceProps {
  role: "menuitemcheckbox" | "menuitemradio";
  name: string;
  isOn: boolean;
  onClick: () => void;
}

const SIGNS = { menuitemcheckbox: [CheckBoxBlank, CheckBox], menuitemradio: [RadioBlank, RadioChecked] } as const;

/** The sign is a picture: a real box inside the entry would be a control inside a control. The rest is the menu's. */
function Choice({ role, name, isOn, onClick, ...entry }: ChoiceProps) {
  const Sign = SIGNS[role][isOn ? 1 : 0];
  return (
    <MenuItem {...entry} role={role} aria-checked={isOn} onClick={onClick} sx={{ py: 0.5 }}>
      <Sign aria-hidden fontSize="small" color={isOn ? "primary" : "action"} sx={{ mr: 1.25 }} />
      <ListItemText>{name}</ListItemText>
    </MenuItem>
  );
}

const HEAD = { lineHeight: "32px", bgcolor: "transparent" } as const;
