/** Where the sample comes from and what it cost. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import type { Sample } from "@/lib/api/samples";
import { SampleMeta } from "../shared/sample-meta";

export function ProvenanceDialog({ sample, open, onClose }: { sample: Sample; open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby="provenance" maxWidth="sm" fullWidth>
      <DialogTitle id="provenance">Provenance</DialogTitle>
      <DialogContent>
        <SampleMeta sample={sample} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
