/** The template's own parameters: left out, fixed to a value, or drawn from several. */
import Box from "@mui/material/Box";
import { sentence } from "@/lib/format";
import { useForm, useGenerate } from "../generate-context";
import type { Value } from "../model/form";
import { choicesOf, isNumeric, isOpen, leftOut, parametersIn } from "../model/templates";
import { ValuesField } from "./values-field";

export function ParametersFields() {
  const { change, definition } = useGenerate();
  const parameters = useForm((form) => form.parameters);
  const known = parametersIn(definition);
  const strange = Object.keys(parameters).filter((name) => !known.some(([one]) => one === name));
  if (known.length + strange.length === 0) return null;
  const set = (name: string) => (values: Value[]) => change({ parameters: { ...parameters, [name]: values } });
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(2, minmax(0, 1fr))" } }}>
      {known.map(([name, parameter]) => (
        <ValuesField
          key={name}
          place={`/parameters/${name}`}
          label={sentence(name)}
          values={parameters[name] ?? []}
          options={choicesOf(parameter)}
          open={isOpen(parameter)}
          numeric={isNumeric(parameter)}
          onChange={set(name)}
          hint={[parameter.description, leftOut(parameter)].filter(Boolean).join(" ")}
        />
      ))}
      {strange.map((name) => (
        <ValuesField
          key={name}
          place={`/parameters/${name}`}
          label={sentence(name)}
          values={parameters[name] ?? []}
          options={[]}
          open
          onChange={set(name)}
          hint={definition ? "This template has no such parameter: empty it." : undefined}
        />
      ))}
    </Box>
  );
}
