/** A button that tells its key; on screens without a keyboard the key is left out. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import type { ButtonProps } from "@mui/material/Button";
import type { ReactNode } from "react";

interface KeyButtonProps extends Omit<ButtonProps, "children"> {
  /** Its key as `aria-keyshortcuts` wants it: `a`, `ArrowRight`. */
  keyName: string;
  /** The key as it is written on the button. */
  hint?: string;
  children: ReactNode;
}

export function KeyButton({ keyName, hint = keyName, children, ...button }: KeyButtonProps) {
  return (
    <Button {...button} aria-keyshortcuts={keyName}>
      {children}
      <Box component="kbd" aria-hidden sx={{ ...KEY, ml: 0.75, "@media (hover: none), (max-width: 599px)": { display: "none" } }}>
        {hint}
      </Box>
    </Button>
  );
}

export const KEY = {
  px: 0.6,
  minWidth: 18,
  textAlign: "center",
  border: 1,
  borderColor: "currentColor",
  borderRadius: 0.75,
  fontFamily: "inherit",
  fontSize: "0.75rem",
  lineHeight: 1.45,
  fontWeight: 600,
  display: "inline-block",
} as const;
