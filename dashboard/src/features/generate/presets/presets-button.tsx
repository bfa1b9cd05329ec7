/** Opens the presets: orders that are kept under a name. */
import BookmarkBorder from "@mui/icons-material/BookmarkBorderOutlined";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useState } from "react";
import { PresetList } from "./preset-list";
import { SavePreset } from "./save-preset";

export function PresetsButton() {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="outlined" startIcon={<BookmarkBorder />} onClick={() => setOpen(true)} aria-haspopup="dialog">
        Presets
      </Button>
      <Dialog open={open} onClose={close} fullWidth maxWidth="sm" aria-labelledby="presets-title">
        <DialogTitle id="presets-title">Presets</DialogTitle>
        <DialogContent>
          <SavePreset />
          <PresetList onLoaded={close} />
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>Close</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
