/** How many samples: one count, parts with counts of their own, or every topic at every difficulty. */
import Stack from "@mui/material/Stack";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { Panel } from "@/components/page";
import { counted } from "@/lib/format";
import { drafts } from "../draft-store";
import { useForm, useGenerate } from "../generate-context";
import { newRow, sumOf, type GenerateForm, type Mode } from "../model/form";
import { TextOf } from "./field";
import { ItemsFields } from "./items-fields";
import { MatrixFields } from "./matrix-fields";

interface AmountPanelProps {
  itemPage: number;
  onItemPage: (page: number) => void;
}

export function AmountPanel({ itemPage, onItemPage }: AmountPanelProps) {
  const { change } = useGenerate();
  const mode = useForm((form) => form.mode);
  return (
    <Panel title="How many" actions={mode !== "single" && <Sum />}>
      <Stack spacing={2}>
        <ToggleButtonGroup
          exclusive
          size="small"
          color="primary"
          aria-label="How the count is given"
          value={mode}
          onChange={(_, chosen: Mode | null) => chosen && change(modeChange(drafts.get().form, chosen))}
        >
          <ToggleButton value="single">One count</ToggleButton>
          <ToggleButton value="items">Parts</ToggleButton>
          <ToggleButton value="matrix">Matrix</ToggleButton>
        </ToggleButtonGroup>
        {mode === "single" && <TextOf part="count" place="/target_count" label="Samples" numeric="whole" sx={{ maxWidth: "12rem" }} />}
        {mode === "items" && <ItemsFields page={itemPage} onPage={onItemPage} />}
        {mode === "matrix" && <MatrixFields />}
      </Stack>
    </Panel>
  );
}

function Sum() {
  const sum = useForm(sumOf);
  return (
    <Typography variant="body2" color="textSecondary" role="status">
      {sum === null ? "A count is missing" : `${counted(sum, "sample")} in all`}
    </Typography>
  );
}

/** A list of parts begins with one, so that there is something to fill in. */
function modeChange(form: GenerateForm, mode: Mode): Partial<GenerateForm> {
  return mode === "items" && form.items.length === 0 ? { mode, items: [newRow([])] } : { mode };
}
