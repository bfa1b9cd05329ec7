/** What is searched for above the list: words, topic, model and statuses. On a phone topic and model are one tap away. */
import FilterList from "@mui/icons-material/FilterListOutlined";
import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { memo, useCallback, useId, useMemo, useRef, useState, type RefObject } from "react";
import { useProviders } from "@/lib/api/providers";
import { StatusFilter } from "./status-filter";
import { useDraft } from "./use-draft";
import { useSlash } from "./use-slash";
import type { ChangeView } from "./use-view";
import type { View } from "./view";

interface FilterBarProps {
  view: View;
  change: ChangeView;
  isPhone: boolean;
}

export const FilterBar = memo(function FilterBar({ view, change, isPhone }: FilterBarProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const more = [view.topic, view.model].filter(Boolean).length;
  const search = useRef<HTMLInputElement>(null);
  useSlash(search);
  return (
    <Box role="search" aria-label="Filter batches" sx={{ display: "flex", flexWrap: "wrap", gap: 1.25, alignItems: "center" }}>
      <WordField label="Search" name="q" value={view.q} change={change} inputRef={search} sx={{ flex: "1 1 220px", maxWidth: { sm: 340 } }} />
      {isPhone && (
        <Button startIcon={<FilterList />} onClick={() => setOpen(!open)} aria-expanded={open} aria-controls={id}>
          {more ? `More (${more})` : "More"}
        </Button>
      )}
      <Box id={id} sx={{ display: isPhone && !open ? "none" : "flex", flexWrap: "wrap", gap: 1.25, flex: { xs: "1 1 100%", sm: "2 1 320px" }, maxWidth: { sm: 460 } }}>
        <WordField label="Topic" name="topic" value={view.topic} change={change} sx={{ flex: "1 1 150px" }} />
        <ModelField value={view.model} change={change} />
      </Box>
      <StatusFilter view={view} change={change} />
    </Box>
  );
});

interface WordFieldProps {
  label: string;
  name: "q" | "topic";
  value: string;
  change: ChangeView;
  inputRef?: RefObject<HTMLInputElement | null>;
  sx: object;
}

function WordField({ label, name, value, change, inputRef, sx }: WordFieldProps) {
  const commit = useCallback((text: string) => change({ [name]: text }), [change, name]);
  const draft = useDraft(value, commit);
  return (
    <TextField
      label={label}
      type="search"
      value={draft.text}
      onChange={(event) => draft.set(event.target.value)}
      onKeyDown={(event) => event.key === "Enter" && draft.commit()}
      inputRef={inputRef}
      placeholder={name === "q" ? "Name, id, topic, notes" : undefined}
      slotProps={{ htmlInput: { maxLength: 200, "aria-keyshortcuts": inputRef && "/" } }}
      sx={sx}
    />
  );
}

/** The filter wants a model's whole name: those of the providers are offered, others can be typed. */
function ModelField({ value, change }: { value: string; change: ChangeView }) {
  const providers = useProviders();
  const models = useMemo(() => [...new Set(providers.data?.providers.flatMap((provider) => provider.models))].sort(), [providers.data]);
  const commit = useCallback((model: string) => change({ model }), [change]);
  const draft = useDraft(value, commit);
  return (
    <Autocomplete
      freeSolo
      options={models}
      inputValue={draft.text}
      onInputChange={(_, text, why) => why !== "reset" && draft.set(text)}
      value={value || null}
      onChange={(_, model) => {
        draft.set(model ?? "");
        commit(model ?? "");
      }}
      renderInput={(params) => <TextField {...params} label="Model" />}
      sx={{ flex: "1 1 190px" }}
    />
  );
}
