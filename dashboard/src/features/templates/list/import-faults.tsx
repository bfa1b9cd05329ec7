/** What is wrong with a YAML text: each fault with its place, and the line itself where one is named. */
import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Box from "@mui/material/Box";
import { asProblem, Problem, type Fault } from "@/lib/problem";
import { lineIn, placeOf } from "../model/places";

export function ImportFaults({ error, text }: { error: unknown; text: string }) {
  const { title, detail } = asProblem(error);
  const faults = error instanceof Problem ? error.errors : [];
  return (
    <Alert severity="error" variant="outlined" sx={{ "& .MuiAlert-message": { minWidth: 0 } }}>
      <AlertTitle>{title}</AlertTitle>
      {faults.length === 0 ? (
        detail
      ) : (
        <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
          {faults.map((fault, at) => (
            <Box component="li" key={at} sx={{ overflowWrap: "anywhere" }}>
              <strong>{placeOf(fault.pointer).label}</strong>: {fault.detail}
              <QuotedLine fault={fault} text={text} />
            </Box>
          ))}
        </Box>
      )}
    </Alert>
  );
}

/** Only faults of the file as a whole count its lines; others count those of one text in it. */
function QuotedLine({ fault, text }: { fault: Fault; text: string }) {
  const line = fault.pointer === "" ? lineIn(fault.detail) : null;
  const quoted = line === null ? undefined : text.split("\n")[line - 1];
  if (!quoted) return null;
  return (
    <Box component="code" sx={{ display: "block", fontFamily: "ui-monospace, monospace", fontSize: "0.8125rem", whiteSpace: "pre-wrap" }}>
      {line}: {quoted}
    </Box>
  );
}
