/** The variables of a template: pressing one puts it into a text at the caret. Drawn anew only when the names change. */
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { memo } from "react";
import { flushSync } from "react-dom";
import type { Update } from "../draft/use-draft";
import { insertAt } from "../model/caret";
import { inputAt } from "./go-to";

interface VariableChipsProps {
  /** The text that they go into, and its name. */
  target: "system" | "user";
  /** Variables that the texts may use, and those that they do. */
  available: readonly string[];
  used: readonly string[];
  update: Update;
}

export const VariableChips = memo(function VariableChips({ target, available, used, update }: VariableChipsProps) {
  const insert = (variable: string) => {
    const area = inputAt(`/${target}`);
    if (!(area instanceof HTMLTextAreaElement)) return;
    const { text, caret } = insertAt(area.value, area.selectionStart, area.selectionEnd, `{{ ${variable} }}`);
    flushSync(() => update(target, text));
    area.focus();
    area.setSelectionRange(caret, caret);
  };
  return (
    <Box role="group" aria-label={`Variables to put into the ${target} text`}>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 0.75 }}>
        Put a variable into the {target} text, at the caret. Those with a tick are used.
      </Typography>
      <Stack direction="row" sx={{ flexWrap: "wrap", gap: 0.75 }}>
        {available.map((name) => (
          <Chip
            key={name}
            label={used.includes(name) ? `✓ ${name}` : name}
            aria-label={`Insert ${name}${used.includes(name) ? ", used" : ""}`}
            variant={used.includes(name) ? "filled" : "outlined"}
            onClick={() => insert(name)}
            onMouseDown={(event) => event.preventDefault()} // the text keeps the focus and its caret
            sx={{ fontFamily: "ui-monospace, monospace" }}
          />
        ))}
      </Stack>
    </Box>
  );
});
