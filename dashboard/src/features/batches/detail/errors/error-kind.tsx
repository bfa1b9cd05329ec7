/** One kind of failure: folded a line with its share, unfolded what it means and its calls. */
import ExpandMore from "@mui/icons-material/ExpandMoreOutlined";
import Accordion from "@mui/material/Accordion";
import AccordionDetails from "@mui/material/AccordionDetails";
import AccordionSummary from "@mui/material/AccordionSummary";
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import { Moment } from "@/components/moment";
import { counted, percent } from "@/lib/format";
import { adviceFor, kindName } from "./advice";
import { AttemptsOfKind } from "./attempts-of-kind";
import type { ErrorGroup } from "./groups";
import { ShareBar } from "./share-bar";

export function ErrorKind({ batchId, group }: { batchId: string; group: ErrorGroup }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const { means, todo } = adviceFor(group.kind);
  const name = kindName(group.kind);
  return (
    <Accordion
      variant="outlined"
      disableGutters
      sx={{ "& + &": { borderTop: 0 }, "&::before": { display: "none" } }}
      expanded={open}
      onChange={(_, now) => setOpen(now)}
      slotProps={{ heading: { component: "h2" }, transition: { unmountOnExit: true, timeout: 0 } }}
    >
      <AccordionSummary expandIcon={<ExpandMore />} id={`${id}-head`} aria-controls={`${id}-body`}>
        <Stack direction="row" sx={{ width: "100%", columnGap: 2, rowGap: 0.5, alignItems: "center", flexWrap: "wrap", pr: 1 }}>
          <Box component="span" sx={{ flex: "1 1 14rem", minWidth: 0 }}>
            <Typography component="span" sx={{ fontWeight: 600, display: "block" }}>
              {name}
              <Typography component="span" variant="body2" color="textSecondary">
                {" "}
                {group.fate === "rejected" ? "answer refused" : "call failed"}
                {group.purpose === "judge" && ", of the judge"}
                {group.statuses.length > 0 && group.fate === "failed" && `, HTTP ${group.statuses.join(", ")}`}
              </Typography>
            </Typography>
            <Typography component="span" variant="body2" color="textSecondary">
              {means}
            </Typography>
          </Box>
          <ShareBar share={group.share} label={`Share of ${name}`} />
          <Typography component="span" variant="body2" sx={{ minWidth: "6.5rem", textAlign: "right" }}>
            {counted(group.count, "call")}, {percent(group.share)}
          </Typography>
        </Stack>
      </AccordionSummary>
      <AccordionDetails id={`${id}-body`}>
        <Stack spacing={1.5}>
          <Typography variant="body2">
            <strong>What to do.</strong> {todo}
          </Typography>
          <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
            <strong>Last time</strong> <Moment at={group.lastAt} />
            {group.lastMessage && `: ${group.lastMessage}`}
          </Typography>
          <AttemptsOfKind batchId={batchId} group={group} />
        </Stack>
      </AccordionDetails>
    </Accordion>
  );
}
