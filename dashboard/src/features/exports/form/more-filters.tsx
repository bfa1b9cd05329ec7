/** The filters that are needed less often. */
import Box from "@mui/material/Box";
import { Choice, DraftField } from "@/components/filter-fields";
import { useTemplates } from "@/lib/api/templates";
import { sentence } from "@/lib/format";
import { changed, DIFFICULTIES, KINDS, ORIGINS, REVIEWS, type Filter } from "../model/choice";
import { useForm } from "./form-context";

const KIND_NAMES: Record<string, string> = { qa: "Q&A", grounded_qa: "Grounded Q&A" };
const MADE_BY: Record<string, string> = { generated: "As generated", person: "Edited by a person", enrichment: "By an enrichment" };
const words = (all: readonly string[], names: Record<string, string> = {}) => all.map((word) => [word, names[word] ?? sentence(word)] as const);

export function MoreFilters() {
  const { form, change, faultAt } = useForm();
  const { filter } = form;
  const templates = useTemplates();
  const set = (name: keyof Filter) => (value: unknown) => change({ filter: changed(filter, { [name]: value }) });
  return (
    <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "repeat(auto-fill, minmax(min(140px, 100%), 1fr))", pt: 1.5 }}>
      <Choice label="Template" value={filter.template} onChange={set("template")} options={(templates.data ?? []).map(({ name }) => [name, name])} fault={faultAt("/filter/template")} />
      <Choice label="Kind" value={filter.kind} onChange={set("kind")} options={words(KINDS, KIND_NAMES)} fault={faultAt("/filter/kind")} />
      <TextFilter name="topic" label="Topic, exactly" />
      <TextFilter name="topic_contains" label="Topic contains" />
      <Choice label="Difficulty" value={filter.difficulty} onChange={set("difficulty")} options={words(DIFFICULTIES)} />
      <Choice label="Decision" value={filter.review} onChange={set("review")} options={words(REVIEWS)} />
      <ScoreFilter name="score_min" label="Score from" />
      <ScoreFilter name="score_max" label="Score to" />
      <Choice label="Content" value={filter.origin} onChange={set("origin")} options={words(ORIGINS, MADE_BY)} />
      <Choice
        label="Demo model"
        value={filter.demo === undefined ? undefined : String(filter.demo)}
        onChange={(demo) => set("demo")(demo === undefined ? undefined : demo === "true")}
        options={[["false", "Without its samples"], ["true", "Its samples only"]]}
      />
    </Box>
  );
}

function TextFilter({ name, label }: { name: "topic" | "topic_contains"; label: string }) {
  const { form, change, faultAt } = useForm();
  const fault = faultAt(`/filter/${name}`);
  return (
    <DraftField
      label={label}
      value={form.filter[name] ?? ""}
      onCommit={(text) => change({ filter: changed(form.filter, { [name]: text }) })}
      error={fault !== null}
      helperText={fault}
      slotProps={{ htmlInput: { maxLength: 200 } }}
    />
  );
}

function ScoreFilter({ name, label }: { name: "score_min" | "score_max"; label: string }) {
  const { form, change, faultAt } = useForm();
  const fault = faultAt(`/filter/${name}`);
  const commit = (text: string) => {
    const score = Number(text);
    change({ filter: changed(form.filter, { [name]: text === "" || !(score >= 0 && score <= 1) ? undefined : score }) });
  };
  return (
    <DraftField
      label={label}
      type="number"
      placeholder="0 to 1"
      value={String(form.filter[name] ?? "")}
      onCommit={commit}
      error={fault !== null}
      helperText={fault}
      slotProps={{ htmlInput: { min: 0, max: 1, step: 0.05 }, inputLabel: { shrink: true } }}
    />
  );
}
