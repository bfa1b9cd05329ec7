/** What to try with: how many, about what, and by whom. */
import { useSources } from "@/lib/api/sources";
import type { Provider } from "@/lib/api/providers";
import { Choice, TextLine } from "../edit/fields";
import { Line } from "../edit/rows";
import type { Faults } from "../model/faults";
import type { ParameterRow } from "../model/form";
import { ParameterValue } from "../render/parameter-value";
import type { PreviewForm } from "./preview-form";

interface PreviewFieldsProps {
  form: PreviewForm;
  change: (patch: Partial<PreviewForm>) => void;
  providers: readonly Provider[];
  /** Name of the provider that is asked when none is chosen. */
  standard: string;
  parameters: readonly ParameterRow[];
  faults: Faults;
}

const COUNTS = [1, 2, 3, 4, 5].map((count) => [String(count), String(count)] as const);
const DIFFICULTIES = [
  ["", "Drawn"],
  ["basic", "Basic"],
  ["intermediate", "Intermediate"],
  ["advanced", "Advanced"],
] as const;

export function PreviewFields({ form, change, providers, standard, parameters, faults }: PreviewFieldsProps) {
  const { data: sources = [] } = useSources();
  const set = providers.filter((one) => one.configured);
  const chosen = providers.find((one) => one.name === (form.provider || standard));
  const models = [["", `Its default${chosen?.default_model ? `: ${chosen.default_model}` : ""}`] as const, ...(chosen?.models ?? []).map((model) => [model, model] as const)];
  return (
    <Line min={180}>
      <Choice label="Samples" pointer="/count" value={String(form.count)} onChange={(count) => change({ count: Number(count) })} fault={faults.at("/count")} options={COUNTS} />
      <TextLine label="Topic" pointer="/topic" value={form.topic} onChange={(topic) => change({ topic })} fault={faults.at("/topic")} hint="Empty: drawn." />
      <Choice label="Difficulty" pointer="/difficulty" value={form.difficulty} onChange={(difficulty) => change({ difficulty: difficulty as PreviewForm["difficulty"] })} fault={faults.at("/difficulty")} options={DIFFICULTIES} />
      {parameters.map((row) => (
        <ParameterValue
          key={row.id}
          row={row}
          value={form.parameters[row.name] ?? ""}
          onChange={(value) => change({ parameters: { ...form.parameters, [row.name]: value } })}
          fault={faults.at(`/parameters/${row.name}`)}
        />
      ))}
      <TextLine label="Reasoning instruction" pointer="/reasoning_instruction" value={form.instruction} onChange={(instruction) => change({ instruction })} fault={faults.at("/reasoning_instruction")} />
      <Choice
        label="Provider"
        pointer="/provider"
        value={form.provider}
        onChange={(provider) => change({ provider, model: "" })}
        fault={faults.at("/provider")}
        options={[["", `Default: ${standard}`], ...set.map((one) => [one.name, one.demo ? `${one.name} (demo)` : one.name] as const)]}
      />
      <Choice label="Model" pointer="/model" value={form.model} onChange={(model) => change({ model })} fault={faults.at("/model")} options={models} />
      {(sources.length > 0 || faults.at("/source_id")) && (
        <Choice
          label="Source"
          pointer="/source_id"
          value={form.sourceId}
          onChange={(sourceId) => change({ sourceId })}
          fault={faults.at("/source_id")}
          options={[["", "None"], ...sources.map((source) => [source.source_id, source.name] as const)]}
        />
      )}
    </Line>
  );
}
