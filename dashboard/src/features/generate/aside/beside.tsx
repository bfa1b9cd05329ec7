/** What stands beside the form and watches all of it: estimate and start, the prompt, a trial. */
import Stack from "@mui/material/Stack";
import type { Fault } from "@/lib/problem";
import { useGenerate } from "../generate-context";
import { isShown } from "../model/faults";
import { AUTO } from "../model/form";
import { formToOrder } from "../model/form-to-order";
import { parametersIn, usesSource } from "../model/templates";
import { useCtrlEnter } from "../use-ctrl-enter";
import { useOrderForm } from "../use-order-form";
import { useStart } from "../use-start";
import { EstimatePanel } from "./estimate-panel";
import { PromptPanel } from "./prompt-panel";
import { TrialPanel } from "./trial-panel";
import { useEstimate } from "./use-estimate";

interface BesideProps {
  onRefused: (faults: Fault[], error: unknown, isPlaced: (pointer: string) => boolean) => void;
}

export function Beside({ onRefused }: BesideProps) {
  const { template, definition } = useGenerate();
  const form = useOrderForm();
  const { order, faults } = formToOrder(form);
  const estimate = useEstimate(faults.length ? null : order);
  const parameters = [...parametersIn(definition).map(([name]) => name), ...Object.keys(form.parameters)];
  const hasSource = usesSource(template) || form.sourceId !== "" || form.template === AUTO;
  const { run, isStarting } = useStart(form, (found, error) => onRefused(found, error, (pointer) => isShown(pointer, form, parameters, hasSource)));
  useCtrlEnter(() => void run());
  return (
    <Stack spacing={2} sx={SIDE}>
      <EstimatePanel estimate={estimate} isStarting={isStarting} onStart={() => void run()} />
      <PromptPanel />
      <TrialPanel eachUsd={estimate.query.data?.per_sample.cost_usd?.expected ?? null} />
    </Stack>
  );
}

/** On wide screens the start stays in view while the form is scrolled. */
const SIDE = {
  minWidth: 0,
  position: { lg: "sticky" },
  top: { lg: 16 },
  maxHeight: { lg: "calc(100vh - 32px)" },
  overflowY: { lg: "auto" },
  "& > *": { flexShrink: 0 },
} as const;
