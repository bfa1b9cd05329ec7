/** Chooses batches by part of their name or id; any id may be typed. */
import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import TextField from "@mui/material/TextField";
import { useState, type ComponentProps } from "react";
import { useBatch, useBatches } from "@/lib/api/batches";
import { counted } from "@/lib/format";
import { useForm } from "./form-context";

export function BatchesField() {
  const { form, change, faultAt } = useForm();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const found = useBatches({ limit: 30, ...(typed.trim() ? { q: typed.trim() } : {}) }, { enabled: isOpen });
  const batches = new Map((found.data?.batches ?? []).flatMap((batch) => (batch.batch_id ? [[batch.batch_id, batch] as const] : [])));
  const fault = faultAt("/batch_ids");
  return (
    <Autocomplete
      multiple
      freeSolo
      filterSelectedOptions
      size="small"
      limitTags={4}
      options={[...batches.keys()]}
      filterOptions={(all) => all}
      value={form.batchIds}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onInputChange={(_, text) => setTyped(text)}
      onChange={(_, ids) => change({ batchIds: ids.map((id) => id.trim()).filter(Boolean) })}
      renderValue={(ids, itemProps) =>
        ids.map((id, index) => {
          const { key, ...props } = itemProps({ index });
          return <BatchChip key={key} batchId={id} {...props} />;
        })
      }
      renderOption={({ key, ...props }, id) => {
        const batch = batches.get(id);
        return (
          <Box component="li" key={key} {...props} sx={{ display: "block !important", overflowWrap: "anywhere" }}>
            {batch?.name ?? id}
            <Box sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>
              {counted(batch?.samples_generated ?? 0, "sample")}, {batch?.status}
              {batch?.demo && ", demo data"}
              {batch?.name && `, ${id}`}
            </Box>
          </Box>
        );
      }}
      renderInput={(params) => (
        <TextField {...params} label="Batches" placeholder={form.batchIds.length ? undefined : "All; find by name or id"} error={fault !== null} helperText={fault} slotProps={{ ...params.slotProps, inputLabel: { ...params.slotProps.inputLabel, shrink: true } }} />
      )}
    />
  );
}

/** A batch by its name, once that is known. */
function BatchChip({ batchId, ...props }: { batchId: string } & ComponentProps<typeof Chip>) {
  const { data } = useBatch(batchId);
  return <Chip {...props} size="small" label={data?.name ?? batchId} />;
}
