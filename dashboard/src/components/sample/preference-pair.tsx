/** Two answers beside each other, the better one first, with the words in which they differ. */
import CheckCircle from "@mui/icons-material/CheckCircleOutlined";
import Cancel from "@mui/icons-material/CancelOutlined";
import Box from "@mui/material/Box";
import FormControlLabel from "@mui/material/FormControlLabel";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import { useMemo, useState, type ReactNode } from "react";
import { FoldedText } from "./folded-text";
import { wordDifferences, type Run } from "./word-differences";

export function PreferencePair({ chosen, rejected }: { chosen: string; rejected: string }) {
  const [marked, setMarked] = useState(true);
  const differences = useMemo(() => (marked ? wordDifferences(chosen, rejected) : null), [chosen, rejected, marked]);
  return (
    <Box sx={{ containerType: "inline-size" }}>
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "minmax(0, 1fr)", "@container (min-width: 620px)": { gridTemplateColumns: "repeat(2, minmax(0, 1fr))" } }}>
        <Side name="Chosen" icon={<CheckCircle fontSize="small" color="success" />} colour="success.main">
          <FoldedText text={chosen}>{differences && <Runs runs={differences.chosen} mark="ins" />}</FoldedText>
        </Side>
        <Side name="Rejected" icon={<Cancel fontSize="small" color="error" />} colour="error.main">
          <FoldedText text={rejected}>{differences && <Runs runs={differences.rejected} mark="del" />}</FoldedText>
        </Side>
      </Box>
      <FormControlLabel
        control={<Switch size="small" checked={marked} onChange={(_, on) => setMarked(on)} />}
        label={marked && !differences ? "Differences (too many to mark)" : "Mark differences"}
        slotProps={{ typography: { variant: "body2" } }}
        sx={{ mt: 0.5 }}
      />
    </Box>
  );
}

function Side({ name, icon, colour, children }: { name: string; icon: ReactNode; colour: string; children: ReactNode }) {
  return (
    <Box component="section" aria-label={name} sx={{ border: 1, borderColor: "divider", borderTop: 3, borderTopColor: colour, borderRadius: 1, p: 1.5, minWidth: 0 }}>
      <Typography component="div" variant="subtitle2" sx={{ display: "flex", alignItems: "center", gap: 0.75, mb: 0.5 }}>
        {icon}
        {name}
      </Typography>
      {children}
    </Box>
  );
}

/** Marks are lines as well as colours: below what is added, through what is taken away. */
function Runs({ runs, mark }: { runs: Run[]; mark: "ins" | "del" }) {
  return (
    <>
      {runs.map(({ text, isOwn }, place) =>
        isOwn ? (
          <Box key={place} component={mark} sx={MARKS[mark]}>
            {text}
          </Box>
        ) : (
          <span key={place}>{text}</span>
        ),
      )}
    </>
  );
}

const MARKS = {
  ins: { textDecorationLine: "underline", textDecorationThickness: "1.5px", textUnderlineOffset: 3, bgcolor: "rgba(var(--mui-palette-success-mainChannel) / 0.14)" },
  del: { textDecorationLine: "line-through", textDecorationThickness: "1px", textDecorationColor: "rgba(var(--mui-palette-error-mainChannel) / 0.75)", bgcolor: "rgba(var(--mui-palette-error-mainChannel) / 0.14)" },
} as const;
