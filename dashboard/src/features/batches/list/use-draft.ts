/** A text that a person types, handed on when it stands still. What the address says anew, by another way, replaces it. */
import { useEffect, useState } from "react";

const STILL_MS = 300;

export interface Draft {
  text: string;
  set: (text: string) => void;
  /** Hand it on now. */
  commit: () => void;
}

export function useDraft(value: string, onCommit: (value: string) => void): Draft {
  const [text, set] = useState(value);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // Our own text that comes back must not undo what was typed meanwhile.
    if (value !== sent) set(value);
    setSent(value);
  }
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === value || wanted === sent) return;
    const timer = setTimeout(() => {
      setSent(wanted);
      onCommit(wanted);
    }, STILL_MS);
    return () => clearTimeout(timer);
  }, [wanted, value, sent, onCommit]);
  const commit = () => {
    if (wanted === value) return;
    setSent(wanted);
    onCommit(wanted);
  };
  return { text, set, commit };
}
