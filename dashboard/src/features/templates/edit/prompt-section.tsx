/** The two texts of the prompt, and the variables that can be put into them. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { memo, useState } from "react";
import { count } from "@/lib/format";
import type { Update } from "../draft/use-draft";
import type { Faults } from "../model/faults";
import { TextLine } from "./fields";
import { Section } from "./section";
import { VariableChips } from "./variable-chips";

interface PromptSectionProps {
  system: string;
  user: string;
  available: readonly string[];
  used: readonly string[];
  update: Update;
  faults: Faults;
}

const NAMES = { system: "System", user: "User" } as const;

export const PromptSection = memo(function PromptSection({ system, user, available, used, update, faults }: PromptSectionProps) {
  const [target, setTarget] = useState<keyof typeof NAMES>("user");
  const texts = { system, user };
  return (
    <Section id="prompt" title="Prompt" summary={`${count(system.length + user.length)} characters`} faults={faults}>
      <Stack spacing={2}>
        {(["system", "user"] as const).map((key) => (
          <Box key={key} onFocus={() => setTarget(key)}>
            <TextLine
              label={NAMES[key]}
              pointer={`/${key}`}
              value={texts[key]}
              onChange={(value) => update(key, value)}
              fault={faults.at(`/${key}`)}
              rows={4}
              mono
              required
            />
          </Box>
        ))}
        <VariableChips target={target} available={available} used={used} update={update} />
      </Stack>
    </Section>
  );
});
