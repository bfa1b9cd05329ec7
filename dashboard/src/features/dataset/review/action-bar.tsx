/** What can be done about the sample, each with its key; it stays at the lower edge while a long sample scrolls. */
import ArrowBack from "@mui/icons-material/ArrowBackOutlined";
import ArrowForward from "@mui/icons-material/ArrowForwardOutlined";
import Check from "@mui/icons-material/CheckOutlined";
import Close from "@mui/icons-material/CloseOutlined";
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import type { ReactNode } from "react";
import { KeyButton } from "./key-button";

export interface Actions {
  approve: () => void;
  reject: () => void;
  edit: () => void;
  undo: () => void;
  next: () => void;
  previous: () => void;
  raw: () => void;
  provenance: () => void;
  versions: () => void;
}

interface ActionBarProps {
  actions: Actions;
  canDecide: boolean;
  canUndo: boolean;
  isFirst: boolean;
  /** Stands in the place of the decisions: the reason to reject. */
  children?: ReactNode;
}

export function ActionBar({ actions, canDecide, canUndo, isFirst, children }: ActionBarProps) {
  return (
    <Box role="group" aria-label="Actions" data-lower-bar sx={BAR}>
      {children || (
        <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }}>
          <Stack direction="row" sx={{ gap: 1, flex: { xs: "1 1 100%", sm: "none" }, "& > button": { flex: { xs: 1, sm: "none" } } }}>
            {canDecide && (
              <>
                <KeyButton keyName="a" variant="contained" color="success" startIcon={<Check />} onClick={actions.approve}>
                  Approve
                </KeyButton>
                <KeyButton keyName="r" variant="outlined" color="error" startIcon={<Close />} onClick={actions.reject}>
                  Reject
                </KeyButton>
              </>
            )}
          </Stack>
          <Stack direction="row" sx={{ gap: 0.5, flexWrap: "wrap" }}>
            <KeyButton size="small" keyName="k ArrowLeft" hint="k" color="inherit" startIcon={<ArrowBack />} onClick={actions.previous} disabled={isFirst}>
              Previous
            </KeyButton>
            <KeyButton size="small" keyName="j ArrowRight" hint="j" color="inherit" startIcon={<ArrowForward />} onClick={actions.next}>
              Next
            </KeyButton>
            {canDecide && (
              <KeyButton size="small" keyName="e" color="inherit" onClick={actions.edit}>
                Edit
              </KeyButton>
            )}
            <KeyButton size="small" keyName="u" color="inherit" onClick={actions.undo} disabled={!canUndo}>
              Undo
            </KeyButton>
          </Stack>
          <Stack direction="row" sx={{ gap: 0.5, flexWrap: "wrap", ml: { lg: "auto" } }}>
            <KeyButton size="small" keyName="o" color="inherit" onClick={actions.raw}>
              Raw answer
            </KeyButton>
            <KeyButton size="small" keyName="i" color="inherit" onClick={actions.provenance}>
              Provenance
            </KeyButton>
            {canDecide && (
              <KeyButton size="small" keyName="v" color="inherit" onClick={actions.versions}>
                Versions
              </KeyButton>
            )}
          </Stack>
        </Stack>
      )}
    </Box>
  );
}

const BAR = {
  position: "sticky",
  bottom: 0,
  zIndex: 2,
  bgcolor: "background.default",
  borderTop: 1,
  borderColor: "divider",
  py: 1,
} as const;
