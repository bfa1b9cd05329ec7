/** The two texts of the prompt, and the variables that can be put into them at the caret. */
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { memo, useState } from "react";
import { flushSync } from "react-dom";
import type { Update } from "../draft/use-draft";
import { insertAt } from "../model/caret";
import type { Faults } from "../model/faults";
import { TextLine } from "./fields";
import { inputAt } from "./go-to";
import { Section } from "./section";

type TextKey = "system" | "user";

interface PromptSectionProps {
  system: string;
  user: string;
  /** Variables that the texts may use, and those that they do. */
  available: readonly string[];
  used: readonly string[];
  update: Update;
  faults: Faults;
}

const NAMES = { system: "System", user: "User" } as const;

export const PromptSection = memo(function PromptSection({ system, user, available, used, update, faults }: PromptSectionProps) {
  const [target, setTarget] = useState<TextKey>("user");
  const texts = { system, user };

  const insert = (variable: string) => {
    const area = inputAt(`/${target}`);
    if (!(area instanceof HTMLTextAreaElement)) return;
    const { text, caret } = insertAt(texts[target], area.selectionStart, area.selectionEnd, `{{ ${variable} }}`);
    flushSync(() => update(target, text));
    area.focus();
    area.setSelectionRange(caret, caret);
  };

  return (
    <Section id="prompt" title="Prompt" summary={`${(system.length + user.length).toLocaleString("en-GB")} characters`} faults={faults}>
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
        <Box role="group" aria-label={`Variables to put into the ${NAMES[target].toLowerCase()} text`}>
          <Typography variant="body2" color="textSecondary" sx={{ mb: 0.75 }}>
            Put a variable into the {NAMES[target].toLowerCase()} text, at the caret. Those with a tick are used.
          </Typography>
          <Stack direction="row" sx={{ flexWrap: "wrap", gap: 0.75 }}>
            {available.map((name) => (
              <Chip
                key={name}
                label={used.includes(name) ? `✓ ${name}` : name}
                aria-label={`Insert ${name}${used.includes(name) ? ", used" : ""}`}
                variant={used.includes(name) ? "filled" : "outlined"}
                onClick={() => insert(name)}
                onMouseDown={(event) => event.preventDefault()}
                sx={{ fontFamily: "ui-monospace, monospace" }}
              />
            ))}
          </Stack>
        </Box>
      </Stack>
    </Section>
  );
});
