/** A part that opens and closes; closed it says what is in it. */
import ExpandMore from "@mui/icons-material/ExpandMoreOutlined";
import Accordion from "@mui/material/Accordion";
import AccordionDetails from "@mui/material/AccordionDetails";
import AccordionSummary from "@mui/material/AccordionSummary";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useId, type ReactNode } from "react";

interface FoldProps {
  title: string;
  /** What is in it, in a few words. */
  holds: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  children: ReactNode;
}

/** The box around it keeps the distance to its neighbours, which an open accordion gives up. */
export function Fold({ title, holds, open, onOpen, children }: FoldProps) {
  const id = useId();
  return (
    <Box>
      <Accordion
        variant="outlined"
        disableGutters
        expanded={open}
        onChange={(_, expanded) => onOpen(expanded)}
        slots={{ heading: "h2" }}
        slotProps={{ heading: { style: { margin: 0 } }, transition: { unmountOnExit: true } }}
        sx={{ borderRadius: 2, "&::before": { display: "none" } }}
      >
        <AccordionSummary expandIcon={<ExpandMore />} id={id} aria-controls={`${id}-content`} sx={{ "& .MuiAccordionSummary-content": { minWidth: 0 } }}>
          <Typography component="span" variant="h2" sx={{ mr: 1.5, flexShrink: 0 }}>
            {title}
          </Typography>
          <Typography component="span" variant="body2" color="textSecondary" noWrap sx={{ alignSelf: "center", minWidth: 0 }}>
            {holds}
          </Typography>
        </AccordionSummary>
        <AccordionDetails>{children}</AccordionDetails>
      </Accordion>
    </Box>
  );
}
