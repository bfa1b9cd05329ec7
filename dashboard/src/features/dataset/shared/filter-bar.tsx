/** The filters above a list of samples: the usual ones at hand, the others one click away, active ones as chips. */
import FilterList from "@mui/icons-material/FilterListOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Collapse from "@mui/material/Collapse";
import InputAdornment from "@mui/material/InputAdornment";
import Stack from "@mui/material/Stack";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useId, useState } from "react";
import { sentence } from "@/lib/format";
import { Choice, DraftField } from "@/components/filter-fields";
import { activeOf, inWords, REVIEWS, type Filters } from "./filters";
import { MoreFilters } from "./more-filters";
import { SearchHelp } from "./search-help";
import type { ChangeFilters } from "./use-filters";

interface FilterBarProps {
  filters: Filters;
  onChange: ChangeFilters;
  onClear: () => void;
}

const AT_HAND = ["q", "review"];
const ORDERS = [["-score", "Best score first"], ["score", "Worst score first"]] as const;

export function FilterBar({ filters, onChange, onClear }: FilterBarProps) {
  const active = activeOf(filters);
  const [open, setOpen] = useState(false);
  const id = useId();
  const isRefused = filters.verdict === "rejected";
  const hidden = active.filter((name) => !AT_HAND.includes(name));
  return (
    <Stack spacing={1.25} role="search" aria-label="Filter samples">
      <Box sx={BAR}>
        <DraftField
          label="Search"
          type="search"
          value={filters.q ?? ""}
          onCommit={(q) => onChange({ q })}
          slotProps={{
            htmlInput: { maxLength: 200 },
            input: { endAdornment: <InputAdornment position="end"><SearchHelp isExact={isRefused} /></InputAdornment> },
          }}
          sx={{ gridColumn: { xs: "1 / -1", lg: "auto" } }}
        />
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="Which samples"
          value={filters.verdict ?? "accepted"}
          onChange={(_, verdict: string | null) => verdict && onChange({ verdict })}
          sx={{ gridColumn: { xs: "1 / -1", sm: "auto" } }}
        >
          <ToggleButton value="accepted" sx={TOGGLE}>Accepted</ToggleButton>
          <ToggleButton value="rejected" sx={TOGGLE}>Refused</ToggleButton>
        </ToggleButtonGroup>
        {!isRefused && <Choice label="Review" value={filters.review} onChange={(review) => onChange({ review })} options={REVIEWS.map((word) => [word, sentence(word)])} />}
        {!isRefused && <Choice label="Order" value={filters.sort} onChange={(sort) => onChange({ sort })} options={ORDERS} none="Newest first" />}
        <Button startIcon={<FilterList />} onClick={() => setOpen(!open)} aria-expanded={open} aria-controls={id} sx={{ whiteSpace: "nowrap" }}>
          {open ? "Fewer filters" : hidden.length ? `More filters (${hidden.length})` : "More filters"}
        </Button>
      </Box>
      <Collapse in={open} id={id} unmountOnExit>
        <MoreFilters filters={filters} onChange={onChange} />
      </Collapse>
      {active.length > 0 && (
        <Stack direction="row" sx={{ flexWrap: "wrap", gap: 0.75, alignItems: "center" }}>
          {active.map((name) => (
            <Chip key={name} label={inWords(name, filters)} onDelete={() => onChange({ [name]: undefined })} sx={{ maxWidth: "100%" }} />
          ))}
          <Button size="small" onClick={onClear}>
            Clear all
          </Button>
        </Stack>
      )}
    </Stack>
  );
}

const BAR = {
  display: "grid",
  gap: 1.25,
  alignItems: "center",
  gridTemplateColumns: { xs: "repeat(2, minmax(0, 1fr))", sm: "auto repeat(2, minmax(130px, 200px)) auto", lg: "minmax(220px, 1fr) auto 160px 190px auto" },
  justifyContent: "start",
} as const;
const TOGGLE = { px: 1.5, py: 0.75, flex: 1, color: "text.secondary" } as const; // MUI's own grey is just below AA here
