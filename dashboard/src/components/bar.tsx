/** A plain progress bar: one component and two boxes, because some are drawn anew four times a second. */
import type { CSSProperties } from "react";

export type BarColour = "primary" | "success" | "warning" | "error" | "neutral";

interface BarProps {
  /** 0 to 1. */
  share: number;
  label: string;
  /** What a screen reader says instead of a percentage. */
  text?: string;
  height?: number;
  colour?: BarColour;
}

export function Bar({ share, label, text, height = 6, colour = "primary" }: BarProps) {
  const part = Math.min(1, Math.max(0, share));
  const fill = colour === "neutral" ? "var(--mui-palette-text-secondary)" : `var(--mui-palette-${colour}-main)`;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(part * 100)}
      aria-valuetext={text}
      style={{ ...TRACK, height, borderRadius: height / 2 }}
    >
      <div style={{ ...FILL, background: fill, transform: `scaleX(${part})` }} />
    </div>
  );
}

const TRACK: CSSProperties = { flex: 1, width: "100%", minWidth: 32, overflow: "hidden", background: "var(--mui-palette-action-disabledBackground)" };
const FILL: CSSProperties = { height: "100%", transformOrigin: "left", transition: "transform 200ms linear" };
