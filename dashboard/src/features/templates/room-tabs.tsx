/** The tabs of a template's room. */
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { memo } from "react";

export type TabName = "edit" | "versions" | "preview" | "rejections";

export const ALL_TABS: readonly TabName[] = ["edit", "versions", "preview", "rejections"];
export const TABS_OF_A_NEW_ONE: readonly TabName[] = ["edit", "preview"];
const NAMES: Record<TabName, string> = { edit: "Edit", versions: "Versions", preview: "Preview", rejections: "Rejections" };

interface RoomTabsProps {
  tabs: readonly TabName[];
  tab: TabName;
  onShow: (tab: TabName) => void;
}

export const RoomTabs = memo(function RoomTabs({ tabs, tab, onShow }: RoomTabsProps) {
  return (
    <Tabs value={tab} onChange={(_, chosen: TabName) => onShow(chosen)} variant="scrollable" scrollButtons={false} aria-label="Parts of the template" sx={{ borderBottom: 1, borderColor: "divider" }}>
      {tabs.map((one) => (
        <Tab key={one} value={one} label={NAMES[one]} sx={{ minWidth: 0, px: { xs: 1.25, sm: 2 } }} id={`tab-${one}`} aria-controls={`panel-${one}`} />
      ))}
    </Tabs>
  );
});
