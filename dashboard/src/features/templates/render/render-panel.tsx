/** Beside the editor: what is wrong, what the draft is tried with, and the messages that come out. Nobody is called. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { memo } from "react";
import { Panel } from "@/components/page";
import { Failure, Loading } from "@/components/states";
import { count, counted } from "@/lib/format";
import type { Fault } from "@/lib/problem";
import type { Faults } from "../model/faults";
import type { ParameterRow } from "../model/form";
import { placeOf } from "../model/places";
import { Messages } from "./messages";
import type { SampleValues } from "./sample-values";
import type { Rendering } from "./use-rendered";
import { ValuesForm } from "./values-form";

interface RenderPanelProps {
  parameters: readonly ParameterRow[];
  /** The taxonomy's text, to name lines. */
  outline: string;
  hasSmall: boolean;
  rendering: Rendering;
  faults: Faults;
  valueFaults: Faults;
  unused: readonly string[];
  values: SampleValues;
  change: (patch: Partial<SampleValues>) => void;
  onGo: (fault: Fault) => void;
}

/** Drawn anew when an answer comes, and not with each key in the editor. */
export const RenderPanel = memo(function RenderPanel({ parameters, outline, hasSmall, rendering, faults, valueFaults, unused, values, change, onGo }: RenderPanelProps) {
  const { last, current, error } = rendering;
  return (
    <Panel title="Rendered">
      <Stack spacing={2}>
        <Box aria-live="polite">
          {faults.all.length > 0 && <FaultList faults={faults.all} outline={outline} onGo={onGo} />}
          {faults.all.length === 0 && unused.length > 0 && (
            <Alert severity="warning" variant="outlined">
              No text uses {counted(unused.length, "parameter")}: {unused.join(", ")}.
            </Alert>
          )}
        </Box>
        <ValuesForm values={values} change={change} parameters={parameters.filter((row) => row.name)} hasSmall={hasSmall} faults={valueFaults} />
        {error != null && <Failure error={error} />}
        {last ? (
          <>
            <Typography variant="body2" color="textSecondary">
              {current ? "" : "Before the last changes: "}
              {counted(last.messages.length, "message")}, {count(last.characters)} characters; at most {count(last.max_tokens)} tokens, temperature {last.temperature}. Nobody was called.
            </Typography>
            <Messages messages={last.messages} />
          </>
        ) : (
          faults.all.length + valueFaults.all.length === 0 && error == null && <Loading label="Rendering" />
        )}
      </Stack>
    </Panel>
  );
});

function FaultList({ faults, outline, onGo }: { faults: readonly Fault[]; outline: string; onGo: (fault: Fault) => void }) {
  return (
    <Alert severity="error" variant="outlined" sx={{ "& .MuiAlert-message": { minWidth: 0 } }}>
      {counted(faults.length, "thing is", "things are")} to be mended
      <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5 }}>
        {faults.map((fault, at) => (
          <Box component="li" key={at} sx={{ overflowWrap: "anywhere" }}>
            <Link component="button" type="button" color="inherit" onClick={() => onGo(fault)} sx={{ verticalAlign: "baseline", textAlign: "left" }}>
              {placeOf(fault.pointer, outline).label}
            </Link>
            : {fault.detail}
          </Box>
        ))}
      </Box>
    </Alert>
  );
}
