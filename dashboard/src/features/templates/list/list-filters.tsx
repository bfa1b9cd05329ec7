/** Filters of the list; they live in the address. */
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import Switch from "@mui/material/Switch";
import TextField from "@mui/material/TextField";
import { KIND_OPTIONS } from "../model/kinds";

interface ListFiltersProps {
  text: string;
  kind: string;
  deleted: boolean;
  change: (key: "q" | "kind" | "deleted", value: string) => void;
}

export function ListFilters({ text, kind, deleted, change }: ListFiltersProps) {
  return (
    <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1.5, alignItems: "center" }}>
      <TextField id="find-template" type="search" label="Find" value={text} onChange={(event) => change("q", event.target.value)} placeholder="Name, description, field" sx={{ width: { xs: "100%", sm: 280 } }} slotProps={{ inputLabel: { shrink: true } }} />
      <TextField id="kind-of-template" select label="Kind" value={kind} onChange={(event) => change("kind", event.target.value)} sx={{ width: { xs: "100%", sm: 200 } }} slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}>
        <MenuItem value="">All</MenuItem>
        {KIND_OPTIONS.map(([one, name]) => (
          <MenuItem key={one} value={one}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <FormControlLabel control={<Switch checked={deleted} onChange={(_, on) => change("deleted", on ? "1" : "")} />} label="Show deleted" />
    </Stack>
  );
}
