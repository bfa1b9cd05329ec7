/** The versions, newest first; one is chosen. */
import Chip from "@mui/material/Chip";
import List from "@mui/material/List";
import ListItem from "@mui/material/ListItem";
import ListItemButton from "@mui/material/ListItemButton";
import ListItemText from "@mui/material/ListItemText";
import { Moment } from "@/components/moment";
import type { VersionView } from "./versions-tab";

interface VersionListProps {
  versions: VersionView[];
  chosen: number;
  newest: number;
  onChoose: (version: number) => void;
}

export function VersionList({ versions, chosen, newest, onChoose }: VersionListProps) {
  return (
    <List dense disablePadding sx={{ maxHeight: { md: "70vh" }, overflow: "auto" }}>
      {versions.map(({ version, built_in, created_at }) => (
        <ListItem key={version} disablePadding>
          <ListItemButton selected={version === chosen} aria-current={version === chosen || undefined} onClick={() => onChoose(version)} sx={{ gap: 1, borderRadius: 1 }}>
            <ListItemText
              primary={`Version ${version}`}
              secondary={
                <>
                  <Moment at={created_at} />
                  {built_in ? ", came with Gristmill" : ", your own"}
                </>
              }
            />
            {version === newest && <Chip label="newest" variant="outlined" />}
          </ListItemButton>
        </ListItem>
      ))}
    </List>
  );
}
