/** A text with its line breaks; a long one is folded after some lines until it is asked for. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { createContext, useContext, useState, type ReactNode } from "react";

const CHARS_PER_LINE = 80;
const LINES = 12;
const SLACK = 3; // a button is not worth less than these lines

export const READABLE = "78ch";

/** How texts are shown: `expanded` folds none, `dense` is for small places. */
export const Reading = createContext<{ expanded: boolean; dense: boolean }>({ expanded: false, dense: false });

/** Lines that a text takes at reading width, by estimate: measuring would draw twice. */
export function linesOf(text: string): number {
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / CHARS_PER_LINE)), 0);
}

interface FoldedTextProps {
  text: string;
  /** What is drawn for the text, such as the same text with marks. */
  children?: ReactNode;
}

export function FoldedText({ text, children }: FoldedTextProps) {
  const { expanded, dense } = useContext(Reading);
  const [open, setOpen] = useState(false);
  const lines = dense ? LINES / 2 : LINES;
  const isLong = !expanded && linesOf(text) > lines + SLACK;
  return (
    <>
      <Box component="span" sx={{ ...TEXT, ...(isLong && !open ? { ...CLAMPED, WebkitLineClamp: lines } : {}) }}>
        {children ?? text}
      </Box>
      {isLong && (
        <Button size="small" onClick={() => setOpen(!open)} aria-expanded={open} sx={{ px: 0.5, ml: -0.5 }}>
          {open ? "Show less" : "Show all"}
        </Button>
      )}
    </>
  );
}

const TEXT = { display: "block", whiteSpace: "pre-wrap", overflowWrap: "anywhere", maxWidth: READABLE } as const;
const CLAMPED = { display: "-webkit-box", WebkitBoxOrient: "vertical", overflow: "hidden" } as const;
