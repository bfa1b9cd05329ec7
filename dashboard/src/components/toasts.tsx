/** Short messages at the edge of the page. A failure quotes the problem's title and detail, and stays until it is read. */
import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { asProblem } from "@/lib/problem";

const SHOWN_MS = 5000;
const SHOWN_WITH_ACTION_MS = 10_000;
const AT_MOST = 3;

interface ToastAction {
  label: string;
  run: () => void;
}

interface Toast {
  id: number;
  severity: "success" | "info" | "error";
  title?: string;
  text: string;
  action?: ToastAction;
}

export interface Toasts {
  done: (text: string, action?: ToastAction) => void;
  info: (text: string, action?: ToastAction) => void;
  /** Show a failure; `retry` offers to try again. */
  failed: (error: unknown, retry?: () => void) => void;
}

const Context = createContext<Toasts | null>(null);

export function useToasts(): Toasts {
  const toasts = useContext(Context);
  if (!toasts) throw new Error("useToasts needs a ToastProvider around it");
  return toasts;
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Toast[]>([]);
  const nextId = useRef(1);
  const close = useCallback((id: number) => setShown((all) => all.filter((one) => one.id !== id)), []);
  const toasts = useMemo<Toasts>(() => {
    const show = (toast: Omit<Toast, "id">) => {
      const id = nextId.current++;
      setShown((all) => [...all.filter((one) => one.text !== toast.text), { id, ...toast }].slice(-AT_MOST));
    };
    return {
      done: (text, action) => show({ severity: "success", text, action }),
      info: (text, action) => show({ severity: "info", text, action }),
      failed: (error, retry) => {
        const { title, detail } = asProblem(error);
        show({ severity: "error", title, text: detail, action: retry && { label: "Try again", run: retry } });
      },
    };
  }, []);
  return (
    <Context value={toasts}>
      {children}
      <Stack
        spacing={1}
        role="region"
        aria-label="Messages"
        sx={EDGE}
      >
        {shown.map((toast) => (
          <ToastLine key={toast.id} toast={toast} onClose={() => close(toast.id)} />
        ))}
      </Stack>
    </Context>
  );
}

/** At the lower right edge; above the bar of a page that has its buttons there. */
const EDGE = {
  position: "fixed",
  bottom: 16,
  right: 16,
  left: { xs: 16, sm: "auto" },
  zIndex: "snackbar",
  maxWidth: 440,
  "body:has([data-lower-bar]) &": { bottom: { xs: 132, sm: 72 } },
} as const;

function ToastLine({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const { severity, title, text, action } = toast;
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (severity === "error") return;
    const timer = setTimeout(() => close.current(), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [severity, action]);
  return (
    <Alert
      severity={severity}
      variant="outlined"
      role={severity === "error" ? "alert" : "status"}
      onClose={action ? undefined : onClose}
      action={
        action && (
          <Stack direction="row">
            <Button color="inherit" size="small" onClick={() => (onClose(), action.run())}>
              {action.label}
            </Button>
            <Button color="inherit" size="small" onClick={onClose}>
              Close
            </Button>
          </Stack>
        )
      }
      sx={{ bgcolor: "background.paper", boxShadow: 4, overflowWrap: "anywhere" }}
    >
      {title && <AlertTitle>{title}</AlertTitle>}
      {text}
    </Alert>
  );
}
