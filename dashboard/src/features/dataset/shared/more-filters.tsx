/** The filters that are needed less often. */
import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useBatches } from "@/lib/api/batches";
import { useTemplates } from "@/lib/api/templates";
import { sentence } from "@/lib/format";
import { Choice, DraftField } from "@/components/filter-fields";
import { DIFFICULTIES, KIND_NAMES, KINDS, ORIGINS, type Filters } from "./filters";
import { REFUSALS } from "./refusals";
import type { ChangeFilters } from "./use-filters";

interface Props {
  filters: Filters;
  onChange: ChangeFilters;
}

const words = (all: readonly string[], names: Record<string, string> = {}) => all.map((word) => [word, sentence(names[word] ?? word)] as const);
const MADE_BY: Record<string, string> = { generated: "as generated", person: "edited by a person", enrichment: "an enrichment" };

export function MoreFilters({ filters, onChange }: Props) {
  const templates = useTemplates();
  const isRefused = filters.verdict === "rejected";
  return (
    <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "repeat(auto-fill, minmax(min(200px, 100%), 1fr))", pt: 1 }}>
      <BatchField filters={filters} onChange={onChange} />
      <Choice label="Template" value={filters.template} onChange={(template) => onChange({ template })} options={(templates.data ?? []).map(({ name }) => [name, name])} />
      <Choice label="Kind" value={filters.kind} onChange={(kind) => onChange({ kind })} options={words(KINDS, KIND_NAMES)} />
      <DraftField label="Topic contains" value={filters.topic_contains ?? ""} onCommit={(topic_contains) => onChange({ topic_contains })} slotProps={{ htmlInput: { maxLength: 200 } }} />
      <Choice label="Difficulty" value={filters.difficulty} onChange={(difficulty) => onChange({ difficulty })} options={words(DIFFICULTIES)} />
      <ScoreField name="score_min" label="Score from" filters={filters} onChange={onChange} />
      <ScoreField name="score_max" label="Score to" filters={filters} onChange={onChange} />
      {!isRefused && <Choice label="Content" value={filters.origin} onChange={(origin) => onChange({ origin })} options={words(ORIGINS, MADE_BY)} />}
      {isRefused && <Choice label="Refused because" value={filters.reason} onChange={(reason) => onChange({ reason })} options={words(REFUSALS)} />}
      <Choice
        label="Demo data"
        value={filters.demo === undefined ? undefined : String(filters.demo)}
        onChange={(demo) => onChange({ demo: demo === undefined ? undefined : demo === "true" })}
        options={[["false", "Without demo data"], ["true", "Demo data only"]]}
        none="With demo data"
      />
    </Box>
  );
}

/** Batches by part of their name or id; any id may be typed. */
function BatchField({ filters, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const found = useBatches({ limit: 30, ...(typed.trim() ? { q: typed.trim() } : {}) }, { enabled: isOpen });
  const names = new Map((found.data?.batches ?? []).flatMap((batch) => (batch.batch_id ? [[batch.batch_id, batch.name] as const] : [])));
  return (
    <Autocomplete
      freeSolo
      size="small"
      options={[...names.keys()]}
      filterOptions={(all) => all}
      value={filters.batch_id ?? null}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onInputChange={(_, text) => setTyped(text)}
      onChange={(_, batch_id) => onChange({ batch_id })}
      renderOption={({ key, ...props }, id) => (
        <Box component="li" key={key} {...props} sx={{ display: "block !important", overflowWrap: "anywhere" }}>
          {names.get(id) ?? id}
          {names.get(id) && <Box sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>{id}</Box>}
        </Box>
      )}
      renderInput={(params) => <TextField {...params} label="Batch" placeholder="Name or id" />}
    />
  );
}

function ScoreField({ name, label, filters, onChange }: Props & { name: "score_min" | "score_max"; label: string }) {
  const commit = (text: string) => {
    const score = Number(text);
    onChange({ [name]: text === "" || !(score >= 0 && score <= 1) ? undefined : score });
  };
  return <DraftField label={label} type="number" placeholder="0 to 1" value={String(filters[name] ?? "")} onCommit={commit} slotProps={{ htmlInput: { min: 0, max: 1, step: 0.05 }, inputLabel: { shrink: true } }} />;
}
