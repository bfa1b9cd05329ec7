/** The frame around all pages: rooms at the left (a drawer on small screens), the page, and the banner when news are cut. */
import Menu from "@mui/icons-material/MenuOutlined";
import AppBar from "@mui/material/AppBar";
import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import Toolbar from "@mui/material/Toolbar";
import Typography from "@mui/material/Typography";
import { Suspense, useEffect, useRef, useState } from "react";
import { NavigationType, Outlet, useLocation, useNavigationType } from "react-router";
import { Loading } from "@/components/states";
import { ConnectionBanner } from "./connection-banner";
import { ErrorBoundary } from "./error-boundary";
import { Rooms } from "./rooms";

const RAIL_WIDTH = 208;

export function Shell() {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const main = useArrival(pathname);
  return (
    <Box sx={{ display: "flex", minHeight: "100vh" }}>
      <Link href="#content" sx={SKIP_LINK}>
        Skip to content
      </Link>
      <Box component="nav" aria-label="Rooms" sx={{ width: RAIL_WIDTH, flexShrink: 0, display: { xs: "none", md: "block" }, borderRight: 1, borderColor: "divider" }}>
        <Box sx={{ position: "sticky", top: 0, height: "100vh" }}>
          <Rooms />
        </Box>
      </Box>
      <Drawer open={open} onClose={() => setOpen(false)} sx={{ display: { md: "none" } }} slotProps={{ paper: { sx: { width: RAIL_WIDTH + 24 } } }}>
        <Rooms onGo={() => setOpen(false)} />
      </Drawer>
      <Box sx={{ flex: 1, minWidth: 0, display: "flex", flexDirection: "column" }}>
        <AppBar position="sticky" color="inherit" elevation={0} sx={{ display: { md: "none" }, borderBottom: 1, borderColor: "divider" }}>
          <Toolbar variant="dense">
            <IconButton edge="start" onClick={() => setOpen(true)} aria-label="Open the list of rooms">
              <Menu />
            </IconButton>
            <Typography component="span" sx={{ fontWeight: 650, ml: 1 }}>
              Gristmill
            </Typography>
          </Toolbar>
        </AppBar>
        <ConnectionBanner />
        <Box component="main" id="content" ref={main} tabIndex={-1} sx={{ flex: 1, minWidth: 0, outline: "none" }}>
          <ErrorBoundary key={pathname}>
            <Suspense fallback={<Box sx={{ p: 3 }}><Loading rows={6} /></Box>}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </Box>
      </Box>
    </Box>
  );
}

/** On another page one begins at its top, and the keyboard in it; on the way back the browser knows the place. */
function useArrival(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const way = useNavigationType();
  const seen = useRef(pathname);
  useEffect(() => {
    if (seen.current === pathname) return;
    seen.current = pathname;
    if (way !== NavigationType.Pop) window.scrollTo(0, 0);
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [pathname, way]);
  return main;
}

const SKIP_LINK = {
  position: "absolute",
  left: -9999,
  zIndex: "tooltip",
  p: 1,
  bgcolor: "background.paper",
  "&:focus": { left: 8, top: 8 },
} as const;
