/** Says that news are cut, and connects again by itself; gone as soon as they come. */
import Alert from "@mui/material/Alert";
import { useEffect, useState } from "react";
import { useHealth } from "@/lib/api/service";
import { useConnection } from "@/lib/connection";

const PATIENCE_MS = 1500; // a restart of the stream alone is nothing to worry anyone with

export function ConnectionBanner() {
  const state = useConnection();
  const { dataUpdatedAt } = useHealth();
  const [cutAt, setCutAt] = useState<number | null>(null);
  useEffect(() => {
    if (state !== "cut") return;
    const since = Date.now();
    const timer = setTimeout(() => setCutAt(since), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setCutAt(null);
    };
  }, [state]);
  if (state !== "cut" || cutAt === null) return null;
  return (
    <Alert severity="warning" square role="status" sx={{ position: "sticky", top: 0, zIndex: "appBar" }}>
      {dataUpdatedAt > cutAt + PATIENCE_MS
        ? "Live news do not come through: too many pages may be open. What you see is asked anew every 5 s."
        : "Gristmill does not answer. What you see may be old; this page connects again by itself, and nothing that you typed is lost."}
    </Alert>
  );
}
