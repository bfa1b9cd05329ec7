/** The list of rooms, with the count of running batches, the state of the service and the choice of theme. */
import DarkMode from "@mui/icons-material/DarkModeOutlined";
import LightMode from "@mui/icons-material/LightModeOutlined";
import SettingsBrightness from "@mui/icons-material/SettingsBrightnessOutlined";
import Badge from "@mui/material/Badge";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import List from "@mui/material/List";
import ListItem from "@mui/material/ListItem";
import ListItemButton from "@mui/material/ListItemButton";
import ListItemIcon from "@mui/material/ListItemIcon";
import ListItemText from "@mui/material/ListItemText";
import Stack from "@mui/material/Stack";
import { useColorScheme } from "@mui/material/styles";
import visuallyHidden from "@mui/utils/visuallyHidden";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { NavLink, useLocation } from "react-router";
import { useBatchCount } from "@/lib/api/batches";
import { useHealth } from "@/lib/api/service";
import { signOut, useSession } from "@/lib/api/session";
import { useToasts } from "@/components/toasts";
import { counted } from "@/lib/format";
import { ROOMS, type Room } from "./navigation";

export function Rooms({ onGo }: { onGo?: () => void }) {
  const running = useBatchCount("running").data ?? 0;
  return (
    <Stack sx={{ height: "100%" }}>
      <Typography component="p" sx={{ px: 2, pt: 2, pb: 1, fontWeight: 700, fontSize: "1.0625rem" }}>
        Gristmill
      </Typography>
      <List sx={{ px: 1, flex: 1 }}>
        {ROOMS.map((room) => (
          <RoomLink key={room.path} room={room} running={running} onGo={onGo} />
        ))}
      </List>
      <Box sx={{ px: 2, pb: 2 }}>
        <Stack direction="row" sx={{ alignItems: "center", justifyContent: "space-between" }}>
          <Link href="/openapi/swagger" variant="body2" color="textSecondary">
            HTTP API
          </Link>
          <ThemeSwitch />
        </Stack>
        <Stack direction="row" sx={{ alignItems: "center", justifyContent: "space-between" }}>
          <Version />
          <SignOut />
        </Stack>
      </Box>
    </Stack>
  );
}

function RoomLink({ room, running, onGo }: { room: Room; running: number; onGo?: () => void }) {
  const { pathname } = useLocation();
  const selected = room.path === "/" ? pathname === "/" : pathname === room.path || pathname.startsWith(`${room.path}/`);
  const Icon = room.icon;
  return (
    <ListItem disablePadding sx={{ mb: 0.25 }}>
      <ListItemButton component={NavLink} to={room.path} end={room.path === "/"} selected={selected} onClick={onGo} sx={{ borderRadius: 1, py: 0.75 }}>
        <ListItemIcon sx={{ minWidth: 36 }}>
          <Badge color="primary" badgeContent={room.badge && running > 0 ? running : null} slotProps={{ badge: { "aria-hidden": true } }}>
            <Icon fontSize="small" />
          </Badge>
        </ListItemIcon>
        <ListItemText primary={room.name} />
        {room.badge && running > 0 && <Box sx={visuallyHidden}>{counted(running, "running batch", "running batches")}</Box>}
      </ListItemButton>
    </ListItem>
  );
}

const NEXT = { system: "light", light: "dark", dark: "system" } as const;
const ICONS = { system: SettingsBrightness, light: LightMode, dark: DarkMode };

function ThemeSwitch() {
  const { mode, setMode } = useColorScheme();
  if (!mode) return null;
  const Icon = ICONS[mode];
  return (
    <Tooltip title={`Theme: ${mode}. Switch to ${NEXT[mode]}`}>
      <IconButton size="small" onClick={() => setMode(NEXT[mode])} aria-label={`Theme: ${mode}. Switch to ${NEXT[mode]}`}>
        <Icon fontSize="small" />
      </IconButton>
    </Tooltip>
  );
}

/** Only where a token was asked for. The page begins anew, so that nothing of it stays in sight. */
function SignOut() {
  const { data: session } = useSession();
  const toasts = useToasts();
  if (!session?.token_needed) return null;
  const leave = () => signOut().then(() => window.location.replace("/"), toasts.failed);
  return (
    <Link component="button" variant="body2" color="textSecondary" onClick={() => void leave()}>
      Sign out
    </Link>
  );
}

function Version() {
  const { data } = useHealth();
  return (
    <Typography variant="body2" color="textSecondary">
      {data ? `Version ${data.version}` : " "}
    </Typography>
  );
}
