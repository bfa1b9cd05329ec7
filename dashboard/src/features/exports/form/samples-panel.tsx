/** Which samples leave: by batch and words at hand, by all else one click away. */
import FilterList from "@mui/icons-material/FilterListOutlined";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Collapse from "@mui/material/Collapse";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import { DraftField } from "@/components/filter-fields";
import { Panel } from "@/components/page";
import { counted } from "@/lib/format";
import { changed } from "../model/choice";
import { BatchesField } from "./batches-field";
import { useForm } from "./form-context";
import { MoreFilters } from "./more-filters";

export function SamplesPanel() {
  const { form, change, faultAt } = useForm();
  const { q, ...hidden } = form.filter;
  const active = Object.keys(hidden).length;
  const [open, setOpen] = useState(active > 0);
  const id = useId();
  const isAll = !active && !q && !form.batchIds.length && !form.ids.length;
  const fault = faultAt("/filter/q");
  return (
    <Panel
      title="Which samples"
      actions={
        !isAll && (
          <Button size="small" onClick={() => change({ batchIds: [], ids: [], filter: {} })}>
            Take all samples
          </Button>
        )
      }
    >
      <Stack spacing={2}>
        <BatchesField />
        <DraftField
          label="Containing the words"
          type="search"
          value={q ?? ""}
          onCommit={(text) => change({ filter: changed(form.filter, { q: text }) })}
          error={fault !== null}
          helperText={fault}
          placeholder="Any text"
          slotProps={{ htmlInput: { maxLength: 200 }, inputLabel: { shrink: true } }}
        />
        {form.ids.length > 0 && <Chip label={`${counted(form.ids.length, "sample")} picked by their ids`} onDelete={() => change({ ids: [] })} sx={{ alignSelf: "start" }} />}
        <div>
          <Button size="small" startIcon={<FilterList />} onClick={() => setOpen(!open)} aria-expanded={open} aria-controls={id}>
            {open ? "Fewer filters" : active ? `More filters (${active} set)` : "More filters"}
          </Button>
          <Collapse in={open} id={id} unmountOnExit>
            <MoreFilters />
          </Collapse>
        </div>
        {isAll && (
          <Typography variant="body2" color="textSecondary">
            Nothing is set here: samples of all batches are taken.
          </Typography>
        )}
      </Stack>
    </Panel>
  );
}
