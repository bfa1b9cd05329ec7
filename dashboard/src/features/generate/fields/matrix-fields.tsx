/** Every topic at every difficulty, so many samples each. */
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { count, counted } from "@/lib/format";
import { useForm, useGenerate } from "../generate-context";
import { cellsOf, DIFFICULTIES, sumOf, type Difficulty } from "../model/form";
import { Field } from "./field";
import { useSuggestions } from "./topic-field";
import { ValuesField } from "./values-field";

export function MatrixFields() {
  const { change } = useGenerate();
  const matrix = useForm((form) => form.matrix);
  const sum = useForm(sumOf);
  const suggestions = useSuggestions();
  const put = (part: Partial<typeof matrix>) => change({ matrix: { ...matrix, ...part } });
  return (
    <Stack spacing={2}>
      <ValuesField
        place="/matrix/topics"
        label="Topics"
        open
        values={matrix.topics}
        options={suggestions}
        onChange={(topics) => put({ topics: topics.map(String) })}
        hint="Enter ends a topic. None: topics are drawn evenly within each cell."
      />
      <ValuesField
        place="/matrix/difficulties"
        label="Difficulties"
        values={matrix.difficulties}
        options={DIFFICULTIES}
        onChange={(chosen) => put({ difficulties: DIFFICULTIES.filter((one: Difficulty) => chosen.includes(one)) })}
        hint="None: drawn evenly within each cell."
      />
      <Stack direction="row" spacing={2} sx={{ alignItems: "flex-start" }}>
        <Field place="/matrix/per_cell" label="Samples per cell" numeric="whole" value={matrix.perCell} onChange={(event) => put({ perCell: event.target.value })} sx={{ maxWidth: "12rem" }} />
        <Typography variant="body2" color="textSecondary" sx={{ pt: 1.25 }}>
          × {counted(cellsOf(matrix), "cell")} = {count(sum)}
        </Typography>
      </Stack>
    </Stack>
  );
}
