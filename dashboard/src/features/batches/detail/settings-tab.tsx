/** All that the batch was started with, to read and to take along. */
import Code from "@mui/icons-material/DataObjectOutlined";
import RestartAlt from "@mui/icons-material/RestartAltOutlined";
import Terminal from "@mui/icons-material/TerminalOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { Moment } from "@/components/moment";
import type { BatchWithItems } from "@/lib/api/batches";
import { useCopy } from "@/components/use-copy";
import { againAddress } from "@/components/batch-actions/words";
import { curlOf, orderOf, settingsOf, type Setting } from "./settings";

export function SettingsTab({ batch }: { batch: BatchWithItems }) {
  const copy = useCopy();
  const order = orderOf(batch);
  return (
    <Stack spacing={2}>
      {order && (
        <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1 }}>
          <Button size="small" variant="outlined" startIcon={<Code />} onClick={() => void copy(JSON.stringify(order, null, 2), "the order as JSON")}>
            Copy as JSON
          </Button>
          <Button size="small" variant="outlined" startIcon={<Terminal />} onClick={() => void copy(curlOf(order, window.location.origin), "the order as a curl command")}>
            Copy as curl
          </Button>
          <Button size="small" startIcon={<RestartAlt />} component={RouterLink} to={againAddress(batch)}>
            Run again
          </Button>
        </Stack>
      )}
      <Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "13rem minmax(0, 1fr)" }, columnGap: 2 }}>
        {settingsOf(batch).map((setting) => (
          <Line key={setting.name} {...setting} />
        ))}
        <Time name="Asked for" at={batch.created_at} />
        <Time name="Began" at={batch.started_at} />
        <Time name="Ended" at={batch.completed_at} />
      </Box>
    </Stack>
  );
}

function Name({ children }: { children: string }) {
  return (
    <Typography component="dt" variant="body2" color="textSecondary" sx={{ pt: 0.75 }}>
      {children}
    </Typography>
  );
}

function Line({ name, value, long = false }: Setting) {
  const mono = long && /^[[{]/.test(value);
  return (
    <>
      <Name>{name}</Name>
      <Typography
        component="dd"
        variant="body2"
        sx={{ m: 0, py: { xs: 0, sm: 0.75 }, overflowWrap: "anywhere", whiteSpace: long ? "pre-wrap" : "normal", fontFamily: mono ? "ui-monospace, monospace" : undefined, fontSize: mono ? "0.8125rem" : undefined }}
      >
        {value}
      </Typography>
    </>
  );
}

function Time({ name, at }: { name: string; at: string | null }) {
  return (
    <>
      <Name>{name}</Name>
      <Typography component="dd" variant="body2" sx={{ m: 0, py: { xs: 0, sm: 0.75 } }}>
        <Moment at={at} />
      </Typography>
    </>
  );
}
