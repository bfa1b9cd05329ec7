/** Take a template over from YAML: a file that is chosen or dropped, or text that is pasted. Faults are quoted with their places. */
import FileUploadOutlined from "@mui/icons-material/FileUploadOutlined";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import visuallyHidden from "@mui/utils/visuallyHidden";
import { useRef } from "react";
import { ImportFaults } from "./import-faults";
import type { ImportState } from "./use-import";

export function ImportDialog({ state }: { state: ImportState }) {
  const picker = useRef<HTMLInputElement>(null);
  const { text, error, busy } = state;
  return (
    <Dialog open={state.open} onClose={state.close} maxWidth="md" fullWidth aria-labelledby="import-title">
      <DialogTitle id="import-title">Import a template</DialogTitle>
      <DialogContent onDragOver={(event) => event.preventDefault()} onDrop={state.drop}>
        <Stack spacing={2} sx={{ pt: 0.5 }}>
          <Typography color="textSecondary">
            A YAML file makes a new template, or a new version of the one that has its name. Choose it, drop it here, or paste its text.
          </Typography>
          <div>
            <Button variant="outlined" startIcon={<FileUploadOutlined />} onClick={() => picker.current?.click()}>
              Choose a file
            </Button>
            <input
              ref={picker}
              type="file"
              accept=".yaml,.yml,text/yaml,application/yaml"
              aria-label="YAML file"
              tabIndex={-1}
              style={visuallyHidden}
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = ""; // so that the same file can be chosen again after it was mended
                if (file) state.read(file);
              }}
            />
          </div>
          <TextField
            id="import-yaml"
            label="YAML"
            value={text}
            onChange={(event) => state.setText(event.target.value)}
            multiline
            minRows={8}
            maxRows={20}
            error={error !== null}
            slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: "ui-monospace, monospace", fontSize: "0.8125rem" } }, inputLabel: { shrink: true } }}
          />
          {error !== null && <ImportFaults error={error} text={text} />}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={state.close}>Cancel</Button>
        <Button variant="contained" onClick={state.send} disabled={busy || text.trim() === ""}>
          {busy ? "Importing" : "Import"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
