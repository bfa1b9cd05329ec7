/** One place of the comparison: shows which batch stands in it, searches for another, or is emptied. */
import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { DemoChip } from "@/components/status-chip";
import { useBatches, type Batch } from "@/lib/api/batches";
import { count } from "@/lib/format";
import { nameOf } from "@/components/batch-actions/words";
import { useDebounced } from "@/lib/use-debounced";

interface BatchFieldProps {
  place: number;
  id: string | null;
  /** Null while it is asked for, or when there is none with this id. */
  batch: Batch | null;
  taken: readonly string[];
  onChange: (id: string | null) => void;
}

type Option = Pick<Batch, "batch_id" | "name"> & Partial<Batch>;

const OFFERED = 20;

export function BatchField({ place, id, batch, taken, onChange }: BatchFieldProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const value: Option | null = batch ?? (id === null ? null : { batch_id: id, name: null });
  // What stands in the field is no search until a person types something else.
  const words = useDebounced(value && text === nameOf(value) ? "" : text.trim());
  const found = useBatches({ limit: OFFERED, sort: "-id", ...(words ? { q: words } : {}) }, { enabled: open });
  const options: Option[] = (found.data?.batches ?? []).filter((one) => one.batch_id !== null && (one.batch_id === id || !taken.includes(one.batch_id)));
  return (
    <Autocomplete<Option>
      open={open}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      options={options}
      filterOptions={(all) => all}
      loading={found.isFetching}
      noOptionsText={found.isError ? "The batches could not be had." : "No batch matches."}
      value={value}
      inputValue={text}
      onInputChange={(_, next) => setText(next)}
      onChange={(_, chosen) => onChange(chosen?.batch_id ?? null)}
      getOptionLabel={nameOf}
      getOptionKey={(one) => one.batch_id ?? ""}
      isOptionEqualToValue={(one, other) => one.batch_id === other.batch_id}
      renderOption={({ key, ...props }, one) => (
        <li key={key} {...props}>
          <OptionLine batch={one} />
        </li>
      )}
      renderInput={(params) => <TextField {...params} label={`Batch ${place + 1}`} placeholder="Search by name, id or topic" />}
    />
  );
}

function OptionLine({ batch }: { batch: Option }) {
  return (
    <span style={{ minWidth: 0, overflowWrap: "anywhere" }}>
      {nameOf(batch)} {batch.demo && <DemoChip />}
      <Typography variant="caption" component="span" color="textSecondary" sx={{ display: "block" }}>
        {[batch.status, batch.topic_filter, `${count(batch.samples_generated)} of ${count(batch.target_count)}`].filter(Boolean).join(", ")}
        <br />
        {batch.batch_id}
      </Typography>
    </span>
  );
}
