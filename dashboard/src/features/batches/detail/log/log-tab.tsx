/** The log as text: it follows the batch, can be held, searched and downloaded. */
import Download from "@mui/icons-material/DownloadOutlined";
import Pause from "@mui/icons-material/PauseOutlined";
import PlayArrow from "@mui/icons-material/PlayArrowOutlined";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMemo, useState } from "react";
import { Empty, Failure, Loading } from "@/components/states";
import type { BatchWithItems } from "@/lib/api/batches";
import { counted } from "@/lib/format";
import { hasEnded } from "@/components/batch-actions/legal";
import { matching } from "./log-buffer";
import { LogLines } from "./log-lines";
import { logAddress, type LogSnapshot } from "./log-source";
import { useLog } from "./use-log";

const MOST_DOWNLOADED = 10_000;

export function LogTab({ batch }: { batch: BatchWithItems }) {
  const id = batch.batch_id ?? "";
  const log = useLog(id, !hasEnded(batch));
  const [text, setText] = useState("");
  const lines = useMemo(() => matching(log.lines, text), [log.lines, text]);
  const { state } = log;
  const held = state.kind === "held";
  return (
    <Stack spacing={1.5}>
      <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1.5, alignItems: "center" }}>
        <TextField label="Show lines with" value={text} onChange={(event) => setText(event.target.value)} sx={{ flex: "1 1 12rem", maxWidth: 320 }} />
        {state.kind !== "ended" && (
          <Button variant="outlined" startIcon={held ? <PlayArrow /> : <Pause />} onClick={held ? log.follow : log.hold}>
            {held ? "Follow again" : "Hold"}
          </Button>
        )}
        <Button startIcon={<Download />} href={logAddress(id, { tail: MOST_DOWNLOADED })} download={`${id}.log`}>
          Download
        </Button>
        <Typography variant="body2" color="textSecondary" sx={{ ml: "auto" }}>
          {said(log, lines.length)}
        </Typography>
      </Stack>
      {state.kind === "cut" && <Failure error={state.error} onRetry={log.follow} />}
      {state.kind === "opening" && <Loading rows={8} height={18} />}
      {lines.length > 0 && <LogLines lines={lines} />}
      {lines.length === 0 && (state.kind === "following" || state.kind === "ended") && (
        <Empty title={log.lines.length ? "No line matches" : "The log is empty"}>{log.lines.length ? "Only the lines that were loaded are searched." : "Lines appear as soon as something happens."}</Empty>
      )}
    </Stack>
  );
}

function said({ lines, dropped, state }: LogSnapshot, shown: number): string {
  const words = { opening: "opening", following: "following", held: "held", ended: "complete", cut: "cut off" } as const;
  const some = shown === lines.length ? counted(lines.length, "line") : `${shown} of ${counted(lines.length, "line")}`;
  return `${some}${dropped ? " (older ones in the download)" : ""}, ${words[state.kind]}`;
}
