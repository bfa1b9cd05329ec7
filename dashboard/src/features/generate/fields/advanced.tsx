/** What is rarely set: temperature, seed, priority, notes, the judge, and the enrichment that follows. Folded at first. */
import ExpandMore from "@mui/icons-material/ExpandMoreOutlined";
import Accordion from "@mui/material/Accordion";
import AccordionDetails from "@mui/material/AccordionDetails";
import AccordionSummary from "@mui/material/AccordionSummary";
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useGenerate } from "../generate-context";
import { EnrichField } from "./enrich-field";
import { TextOf } from "./field";
import { JudgeField } from "./judge-field";

export function Advanced({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const { definition } = useGenerate();
  const usual = definition?.defaults?.temperature;
  return (
    <Accordion variant="outlined" expanded={open} onChange={(_, expanded) => onOpen(expanded)} disableGutters sx={{ borderRadius: 2, "&::before": { display: "none" } }}>
      <AccordionSummary expandIcon={<ExpandMore />}>
        <Typography variant="h2" component="span">
          More settings
        </Typography>
      </AccordionSummary>
      <AccordionDetails sx={{ pt: 1 }}>
        <Stack spacing={2}>
          <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(3, minmax(0, 1fr))" } }}>
            <TextOf part="temperature" place="/temperature" label="Temperature" numeric="decimal" helperText={`0 to 2. Left out: ${usual ?? "the template's"}.`} />
            <TextOf part="seed" place="/seed" label="Seed" numeric="whole" helperText="The same seed asks the same. Left out: drawn." />
            <TextOf part="priority" place="/priority" label="Priority" numeric="whole" helperText="Higher goes first in the queue. Left out: 0." />
          </Box>
          <JudgeField />
          <EnrichField />
          <TextOf part="notes" place="/notes" label="Notes" multiline minRows={2} maxRows={8} helperText="Whatever is worth remembering." />
        </Stack>
      </AccordionDetails>
    </Accordion>
  );
}
