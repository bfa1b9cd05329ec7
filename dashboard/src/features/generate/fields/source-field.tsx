/** The source that samples are made from: one that is there, or a file that is read now. */
import UploadFile from "@mui/icons-material/UploadFileOutlined";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Failure, NotLoaded } from "@/components/states";
import { useToasts } from "@/components/toasts";
import { uploadSource, useSources } from "@/lib/api/sources";
import { bytes, count, counted } from "@/lib/format";
import { keys } from "@/lib/keys";
import { useForm, useGenerate } from "../generate-context";
import { AUTO } from "../model/form";
import { usesSource } from "../model/templates";
import { TextOf } from "./field";

/** Endings that the service reads. */
const ACCEPTED = ".csv,.jsonl,.json,.parquet,.md,.txt,.pdf,.zip";

export function SourceField() {
  const { change, template, reference } = useGenerate();
  const chosen = useForm((form) => form.sourceId);
  const query = useSources();
  const upload = useUpload((sourceId) => change({ sourceId }));
  const sources = (query.data ?? []).filter((one) => one.purpose === "seed" || one.source_id === chosen);
  const isUnlisted = chosen && !sources.some((one) => one.source_id === chosen);
  const needed = usesSource(template);
  if (!needed && !chosen && reference !== AUTO) return null;
  return (
    <Stack spacing={1}>
      <Stack direction={{ xs: "column", sm: "row" }} spacing={1} sx={{ alignItems: { sm: "flex-start" } }}>
        <TextOf
          part="sourceId"
          place="/source_id"
          select
          label="Source"
          helperText={needed ? "Each sample gets a chunk or a row of it." : "Only for a template that uses one."}
        >
          <MenuItem value="">{sources.length ? "None" : "None yet: upload a file"}</MenuItem>
          {sources.map((one) => (
            <MenuItem key={one.source_id} value={one.source_id}>
              {one.name} ({one.media}, {counted(one.chunk_count, "chunk")})
            </MenuItem>
          ))}
          {isUnlisted && <MenuItem value={chosen}>{query.data ? `${chosen} (deleted)` : chosen}</MenuItem>}
        </TextOf>
        <UploadButton busy={upload.isPending} onFile={(file) => upload.mutate(file)} />
      </Stack>
      {query.isError && <NotLoaded error={query.error} onRetry={() => void query.refetch()} />}
      {upload.isPending && <Reading file={upload.variables} />}
      {upload.isError && <Failure error={upload.error} onRetry={() => upload.mutate(upload.variables)} />}
    </Stack>
  );
}

function useUpload(onTaken: (sourceId: string) => void) {
  const client = useQueryClient();
  const toasts = useToasts();
  return useMutation({
    mutationFn: (file: File) => uploadSource(file, { purpose: "seed" }),
    onSuccess: async (taken) => {
      await client.invalidateQueries({ queryKey: keys.sources });
      onTaken(taken.source_id);
      toasts.done(taken.created ? `${taken.name} was read: ${count(taken.chunk_count)} chunks.` : `${taken.name} was here already.`);
    },
  });
}

function UploadButton({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const id = useId();
  return (
    <Button component="label" htmlFor={id} variant="outlined" startIcon={<UploadFile />} disabled={busy} sx={{ flexShrink: 0, height: 40, "&:focus-within": { outline: "2px solid", outlineOffset: 2 } }}>
      Upload a file
      <input
        id={id}
        type="file"
        accept={ACCEPTED}
        disabled={busy}
        style={VISUALLY_HIDDEN}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = ""; // so that the same file can be chosen again
          if (file) onFile(file);
        }}
      />
    </Button>
  );
}

const VISUALLY_HIDDEN = { position: "absolute", width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" } as const;

function Reading({ file }: { file: File }) {
  return (
    <Stack spacing={0.5} role="status">
      <LinearProgress aria-label={`Reading ${file.name}`} />
      <Typography variant="body2" color="textSecondary">
        Sending and reading {file.name} ({bytes(file.size)}). It is read to its end before anything is stored.
      </Typography>
    </Stack>
  );
}
