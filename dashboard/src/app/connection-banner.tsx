/** Says when the service does not answer, and that the page goes on by itself. */
import Alert from "@mui/material/Alert";
import { useEffect, useState } from "react";
import { useConnection } from "@/lib/connection";

const PATIENCE_MS = 1500; // a restart of the stream alone is nothing to worry anyone with

export function ConnectionBanner() {
  const state = useConnection();
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (state !== "cut") return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [state]);
  if (state !== "cut" || !late) return null;
  return (
    <Alert severity="warning" square role="status" sx={{ position: "sticky", top: 0, zIndex: "appBar" }}>
      Gristmill does not answer. What you see may be old; this page connects again by itself, and nothing that you typed is lost.
    </Alert>
  );
}
