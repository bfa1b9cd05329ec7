/** What a new template begins from: nothing, or another one. */
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useSearchParams } from "react-router";
import { useTemplates } from "@/lib/api/templates";

export function StartFrom() {
  const [address, setAddress] = useSearchParams();
  const { data: templates = [] } = useTemplates();
  const copy = address.get("copy") ?? "";
  const known = copy === "" || templates.some((one) => one.template_id === copy);
  return (
    <TextField
      id="start-from"
      select
      label="Begin with"
      value={copy}
      onChange={(event) => setAddress(event.target.value ? { copy: event.target.value } : {}, { replace: true })}
      sx={{ maxWidth: 360 }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">A blank template</MenuItem>
      {templates.map((one) => (
        <MenuItem key={one.template_id} value={one.template_id}>
          A copy of {one.name}
        </MenuItem>
      ))}
      {!known && <MenuItem value={copy}>A copy of {copy}</MenuItem>}
    </TextField>
  );
}
