/** Above the list: how many there are, what is new, and what can be decided about all or about the selected ones. */
import ArrowDropDown from "@mui/icons-material/ArrowDropDownOutlined";
import Refresh from "@mui/icons-material/RefreshOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { counted } from "@/lib/format";
import { verbOf, type Action } from "./bulk";
import type { RowPage } from "./rows";

const ACTIONS: readonly Action[] = ["approve", "reject", "reset"];

interface ListToolbarProps {
  total: Pick<RowPage, "total" | "isExact"> | undefined;
  isRefused: boolean;
  news: number | null;
  selected: number;
  onReload: () => void;
  onClear: () => void;
  onSelected: (action: Action) => void;
  onAll: (action: Action) => void;
}

export function totalText({ total, isExact }: Pick<RowPage, "total" | "isExact">, isRefused: boolean): string {
  const text = isRefused ? counted(total, "refused candidate") : counted(total, "sample");
  return isExact ? text : `at least ${text}`;
}

export function ListToolbar({ total, isRefused, news, selected, onReload, onClear, onSelected, onAll }: ListToolbarProps) {
  return (
    <Stack direction="row" sx={{ alignItems: "center", gap: 1, flexWrap: "wrap", minHeight: 40 }}>
      <Typography component="p" aria-live="polite" sx={{ fontWeight: 600 }}>
        {total ? totalText(total, isRefused) : "…"}
      </Typography>
      <Tooltip title="Load the list again">
        <IconButton size="small" aria-label="Load the list again" onClick={onReload}>
          <Refresh fontSize="small" />
        </IconButton>
      </Tooltip>
      <Box role="status">
        {news !== 0 && (
          <Button size="small" variant="outlined" onClick={onReload}>
            {news === null ? "New samples" : counted(news, "new sample")}
          </Button>
        )}
      </Box>
      <Box sx={{ flex: 1 }} />
      {selected > 0 ? (
        <Stack direction="row" role="group" aria-label="Selected samples" sx={{ alignItems: "center", gap: 0.5, flexWrap: "wrap" }}>
          <Typography variant="body2" aria-live="polite" sx={{ mr: 0.5 }}>
            {counted(selected, "sample")} selected:
          </Typography>
          {ACTIONS.map((action) => (
            <Button key={action} size="small" color={action === "reject" ? "error" : "primary"} onClick={() => onSelected(action)}>
              {verbOf(action)}
            </Button>
          ))}
          <Button size="small" color="inherit" onClick={onClear}>
            Clear selection
          </Button>
        </Stack>
      ) : (
        !isRefused && Boolean(total?.total) && <AllMenu onAll={onAll} />
      )}
    </Stack>
  );
}

function AllMenu({ onAll }: { onAll: (action: Action) => void }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button size="small" endIcon={<ArrowDropDown />} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)}>
        Decide about all
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {ACTIONS.map((action) => (
          <MenuItem key={action} onClick={() => (setAnchor(null), onAll(action))}>
            {verbOf(action)} all that match …
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
