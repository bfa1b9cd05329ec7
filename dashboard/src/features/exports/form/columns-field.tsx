/** For plain formats: all fields, or these in this order and under these names. */
import Add from "@mui/icons-material/AddOutlined";
import ArrowUpward from "@mui/icons-material/ArrowUpwardOutlined";
import Close from "@mui/icons-material/CloseOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import FormHelperText from "@mui/material/FormHelperText";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { makeColumn, moved, pointerOf, rowPlace, type Column } from "../model/columns";
import { FieldName } from "./field-name";
import { useForm } from "./form-context";

export function ColumnsField() {
  const { form, change, exactFaultAt } = useForm();
  const { columns } = form;
  const fault = exactFaultAt("/fields");
  const set = (next: Column[] | null) => change({ columns: next });
  return (
    <Stack spacing={1.5} role="group" aria-label="Fields">
      <Stack direction="row" sx={{ alignItems: "center", gap: 1.5, flexWrap: "wrap" }}>
        <Typography variant="h3" component="p">
          Fields
        </Typography>
        <ToggleButtonGroup exclusive size="small" aria-label="Which fields" value={columns ? "these" : "all"} onChange={(_, which: string | null) => which && set(which === "all" ? null : [makeColumn()])}>
          <ToggleButton value="all" sx={{ py: 0.25 }}>
            All
          </ToggleButton>
          <ToggleButton value="these" sx={{ py: 0.25 }}>
            Pick and rename
          </ToggleButton>
        </ToggleButtonGroup>
      </Stack>
      {columns?.map((column, at) => (
        <Row key={column.id} columns={columns} at={at} onChange={set} />
      ))}
      {fault && (
        <FormHelperText error sx={{ mx: 0 }}>
          {fault}
        </FormHelperText>
      )}
      {columns && (
        <Box>
          <Button size="small" startIcon={<Add />} onClick={() => set([...columns, makeColumn()])}>
            Add a field
          </Button>
        </Box>
      )}
    </Stack>
  );
}

function Row({ columns, at, onChange }: { columns: readonly Column[]; at: number; onChange: (columns: Column[]) => void }) {
  const { exactFaultAt } = useForm();
  const column = columns[at] as Column;
  const name = column.field || `field ${at + 1}`;
  const patch = (part: Partial<Column>) => onChange(columns.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <Stack direction="row" role="group" aria-label={`Column ${at + 1}`} sx={{ gap: 1, alignItems: "flex-start" }}>
      <Box sx={{ flex: 1, minWidth: 0, display: "grid", gap: 1, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(2, minmax(0, 1fr))" } }}>
        <FieldName label="Field" value={column.field} onChange={(field) => patch({ field })} fault={exactFaultAt(rowPlace(at)) ?? exactFaultAt(pointerOf(columns, at))} />
        <TextField label="Name in the file" value={column.name} onChange={(event) => patch({ name: event.target.value })} placeholder={column.field || "the same"} slotProps={{ inputLabel: { shrink: true } }} />
      </Box>
      <Tooltip title="Move up">
        <span>
          <IconButton size="small" aria-label={`Move ${name} up`} disabled={at === 0} onClick={() => onChange(moved(columns, at, at - 1))} sx={{ mt: 0.5 }}>
            <ArrowUpward fontSize="small" />
          </IconButton>
        </span>
      </Tooltip>
      <Tooltip title="Remove">
        <IconButton size="small" aria-label={`Remove ${name}`} onClick={() => onChange(columns.filter((_, place) => place !== at))} sx={{ mt: 0.5 }}>
          <Close fontSize="small" />
        </IconButton>
      </Tooltip>
    </Stack>
  );
}
