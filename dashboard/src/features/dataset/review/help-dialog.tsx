/** The keys of the review, in one table. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { KEY } from "./key-button";

const KEYS: readonly (readonly [keys: string[], what: string])[] = [
  [["a"], "Approve, and go on"],
  [["r"], "Reject: 1 to 9 chooses a reason, Enter rejects, Escape cancels"],
  [["e"], "Edit: Ctrl+Enter saves, Escape leaves"],
  [["j", "→"], "Next"],
  [["k", "←"], "Previous"],
  [["u"], "Undo the last decision, then the one before it"],
  [["o"], "Raw answer of the provider"],
  [["i"], "Provenance: where it comes from, what it cost"],
  [["v"], "Versions"],
  [["?"], "This help"],
  [["Esc"], "Back to the list"],
];

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby="review-help" maxWidth="sm" fullWidth>
      <DialogTitle id="review-help">Keys of the review</DialogTitle>
      <DialogContent>
        <Table size="small" aria-labelledby="review-help">
          <TableBody>
            {KEYS.map(([names, what]) => (
              <TableRow key={what}>
                <TableCell component="th" scope="row" sx={{ whiteSpace: "nowrap", pl: 0, width: 96 }}>
                  {names.map((name) => (
                    <Box key={name} component="kbd" sx={{ ...KEY, mr: 0.75 }}>
                      {name}
                    </Box>
                  ))}
                </TableCell>
                <TableCell sx={{ pr: 0 }}>{what}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
        <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
          Keys rest while you type, while a dialog is open, and together with Ctrl, Alt or Shift. Decisions are sent in the background; while
          Gristmill does not answer they wait here, and a reload loses none.
        </Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
