/** What a call sends unless a batch says otherwise, worked examples, and the form for small models. */
import Stack from "@mui/material/Stack";
import { memo } from "react";
import type { Update } from "../draft/use-draft";
import type { Faults } from "../model/faults";
import { TextLine } from "./fields";
import { Line } from "./rows";
import { Section } from "./section";

interface MoreSectionProps {
  maxTokens: string;
  temperature: string;
  examples: string;
  small: string;
  update: Update;
  faults: Faults;
}

export const MoreSection = memo(function MoreSection({ maxTokens, temperature, examples, small, update, faults }: MoreSectionProps) {
  const summary = [`${maxTokens || 1200} tokens at most`, `temperature ${temperature || 0.8}`, examples && "examples", small && "a form for small models"].filter(Boolean).join(", ");
  return (
    <Section id="more" title="Defaults and examples" summary={summary} faults={faults}>
      <Stack spacing={2}>
        <Line min={170}>
          <TextLine label="Tokens of a reply at most" pointer="/defaults/max_tokens" value={maxTokens} onChange={(value) => update("maxTokens", value)} fault={faults.at("/defaults/max_tokens")} placeholder="1200" inputMode="numeric" />
          <TextLine label="Temperature, 0 to 2" pointer="/defaults/temperature" value={temperature} onChange={(value) => update("temperature", value)} fault={faults.at("/defaults/temperature")} placeholder="0.8" inputMode="decimal" />
        </Line>
        <TextLine
          label="Examples (JSON)"
          pointer="/examples"
          value={examples}
          onChange={(value) => update("examples", value)}
          fault={faults.at("/examples")}
          hint='A list of {"variables": {…}, "reply": {…}}; shown to the model as earlier turns.'
          rows={2}
          maxRows={24}
          mono
        />
        <TextLine
          label="Form for small models (JSON)"
          pointer="/small"
          value={small}
          onChange={(value) => update("small", value)}
          fault={faults.at("/small")}
          hint='{"system", "user", "schema", "examples", "max_tokens", "temperature"}: fewer words and tighter bounds.'
          rows={2}
          maxRows={24}
          mono
        />
      </Stack>
    </Section>
  );
});
