/** One part of the editor that opens and closes; closed it says what is in it, and whether something is wrong there. */
import ExpandMoreOutlined from "@mui/icons-material/ExpandMoreOutlined";
import Accordion from "@mui/material/Accordion";
import AccordionDetails from "@mui/material/AccordionDetails";
import AccordionSummary from "@mui/material/AccordionSummary";
import Chip from "@mui/material/Chip";
import Typography from "@mui/material/Typography";
import { createContext, useContext, type ReactNode } from "react";
import { counted } from "@/lib/format";
import type { Faults } from "../model/faults";
import type { SectionId } from "../model/places";

export interface Sections {
  open: ReadonlySet<SectionId>;
  toggle: (id: SectionId, open: boolean) => void;
}

export const SectionsContext = createContext<Sections>({ open: new Set(), toggle: () => undefined });

interface SectionProps {
  id: SectionId;
  title: string;
  /** What is in it, in a few words. */
  summary: string;
  faults: Faults;
  children: ReactNode;
}

export function Section({ id, title, summary, faults, children }: SectionProps) {
  const { open, toggle } = useContext(SectionsContext);
  const wrong = faults.count(id);
  return (
    <Accordion
      variant="outlined"
      disableGutters
      expanded={open.has(id)}
      onChange={(_, expanded) => toggle(id, expanded)}
      slots={{ heading: "h2" }}
      slotProps={{ transition: { unmountOnExit: true, timeout: 0 }, heading: { style: { margin: 0 } } }}
      sx={{ "&:before": { display: "none" }, borderRadius: 1 }}
    >
      <AccordionSummary expandIcon={<ExpandMoreOutlined />} aria-controls={`section-${id}`} id={`section-${id}-head`} sx={HEAD}>
        <Typography component="span" variant="h2" sx={{ flexShrink: 0 }}>
          {title}
        </Typography>
        {wrong > 0 && <Chip label={counted(wrong, "fault")} color="error" variant="outlined" sx={{ alignSelf: { xs: "flex-start", sm: "center" } }} />}
        <Typography component="span" color="textSecondary" noWrap sx={{ minWidth: 0, maxWidth: "100%", flex: { sm: 1 } }}>
          {summary}
        </Typography>
      </AccordionSummary>
      <AccordionDetails>{children}</AccordionDetails>
    </Accordion>
  );
}

const HEAD = {
  "& .MuiAccordionSummary-content": { minWidth: 0, alignItems: { sm: "center" }, flexDirection: { xs: "column", sm: "row" }, columnGap: 1.5, rowGap: 0.5 },
} as const;
