/** One calm look, light and dark; contrast of text is AA on both. */
import { createTheme } from "@mui/material/styles";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif';

export const makeTheme = () => createTheme({
  cssVariables: { colorSchemeSelector: "data-theme" },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: "#17695c" },
        secondary: { main: "#5b5f97" },
        success: { main: "#2b6f3e" },
        warning: { main: "#8f5400" },
        error: { main: "#b3261e" },
        info: { main: "#1f5f99" },
        background: { default: "#f6f7f5", paper: "#ffffff" },
        text: { primary: "#1d2322", secondary: "#54605d" },
        divider: "#e0e4e1",
      },
    },
    dark: {
      palette: {
        primary: { main: "#6fc9b8" },
        secondary: { main: "#b3b6e6" },
        success: { main: "#83cf97" },
        warning: { main: "#f0b35c" },
        error: { main: "#f2948d" },
        info: { main: "#8fc2f2" },
        background: { default: "#14171a", paper: "#1b1f23" },
        text: { primary: "#e7ebe9", secondary: "#a9b4b0" },
        divider: "#2e3438",
      },
    },
  },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: FONT,
    fontSize: 14,
    h1: { fontSize: "1.5rem", fontWeight: 650, letterSpacing: "-0.01em", lineHeight: 1.3 },
    h2: { fontSize: "1.125rem", fontWeight: 650, lineHeight: 1.35 },
    h3: { fontSize: "1rem", fontWeight: 600, lineHeight: 1.4 },
    subtitle2: { fontWeight: 600 },
    button: { textTransform: "none", fontWeight: 600 },
    overline: { textTransform: "none", letterSpacing: 0, fontSize: "0.8125rem", lineHeight: 1.5, fontWeight: 500 },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        body: { fontVariantNumeric: "tabular-nums" },
        ":focus-visible": { outline: "2px solid var(--mui-palette-primary-main)", outlineOffset: 2 },
        "@media (prefers-reduced-motion: reduce)": {
          "*, *::before, *::after": {
            animationDuration: "0.01ms !important",
            animationIterationCount: "1 !important",
            transitionDuration: "0.01ms !important",
            scrollBehavior: "auto !important",
          },
        },
      },
    },
    MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { rounded: { backgroundImage: "none" } } },
    // Without it a rule for siblings (`:not(style) ~ :not(style)`) makes each row that is added restyle all after it.
    MuiStack: { defaultProps: { useFlexGap: true } },
    MuiCard: { defaultProps: { variant: "outlined" } },
    MuiButton: { defaultProps: { disableElevation: true } },
    MuiTextField: { defaultProps: { size: "small", fullWidth: true } },
    MuiFormControl: { defaultProps: { size: "small" } },
    MuiTooltip: { defaultProps: { enterDelay: 300, arrow: true } },
    MuiChip: { defaultProps: { size: "small" } },
    MuiTableCell: { styleOverrides: { head: { fontWeight: 600 } } },
  },
});
