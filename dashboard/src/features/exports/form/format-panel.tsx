/** The format, with what each is for, and how the samples are divided. */
import ListItemText from "@mui/material/ListItemText";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { Panel } from "@/components/page";
import { whyNot } from "../model/form";
import { FORMATS, formatOf, type FormatName } from "../model/words";
import { useForm } from "./form-context";
import { SplitFields } from "./split-fields";

export function FormatPanel() {
  const { form, change, faultAt } = useForm();
  const fault = faultAt("/format");
  return (
    <Panel title="Format and split">
      <Stack spacing={2.5}>
        <TextField
          select
          label="Format"
          value={form.format}
          onChange={(event) => change({ format: event.target.value as FormatName })}
          error={fault !== null}
          helperText={fault ?? formatOf(form.format).purpose}
          slotProps={{ select: { renderValue: (name) => formatOf(name as FormatName).label, MenuProps: { slotProps: { paper: { sx: { maxWidth: 520 } } } } } }}
        >
          {FORMATS.map(({ name, label, purpose }) => {
            const unfit = whyNot(name, form);
            return (
              <MenuItem key={name} value={name} disabled={unfit !== null} sx={{ whiteSpace: "normal" }}>
                <ListItemText primary={label} secondary={unfit ? `${purpose} ${unfit}` : purpose} sx={{ my: 0 }} />
              </MenuItem>
            );
          })}
        </TextField>
        <SplitFields />
      </Stack>
    </Panel>
  );
}
