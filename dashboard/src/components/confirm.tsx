/** Ask before what cannot be taken back. The answer is a promise, so that a flow reads from top to bottom. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { createContext, useContext, useMemo, useRef, useState, type ReactNode } from "react";

interface Question {
  title: string;
  text: ReactNode;
  yes: string;
  danger?: boolean;
}

type Ask = (question: Question) => Promise<boolean>;

const Context = createContext<Ask | null>(null);

export function useConfirm(): Ask {
  const ask = useContext(Context);
  if (!ask) throw new Error("useConfirm needs a ConfirmProvider around it");
  return ask;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const answer = useRef<(yes: boolean) => void>(() => {});
  const ask = useMemo<Ask>(
    () => (asked) =>
      new Promise((resolve) => {
        answer.current = resolve;
        setQuestion(asked);
        setOpen(true);
      }),
    [],
  );
  const close = (yes: boolean) => {
    setOpen(false);
    answer.current(yes);
  };
  return (
    <Context value={ask}>
      {children}
      <Dialog open={open} onClose={() => close(false)} aria-labelledby="confirm-title">
        <DialogTitle id="confirm-title">{question?.title}</DialogTitle>
        <DialogContent>{question?.text}</DialogContent>
        <DialogActions>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button variant="contained" color={question?.danger ? "error" : "primary"} onClick={() => close(true)} autoFocus>
            {question?.yes}
          </Button>
        </DialogActions>
      </Dialog>
    </Context>
  );
}
