/** The tabs of the page. Only the open one is drawn, and only it asks for its data; the charts come when they are first opened. */
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { Suspense } from "react";
import { useSearchParams } from "react-router";
import { Loading } from "@/components/states";
import type { BatchWithItems } from "@/lib/api/batches";
import { lazyPart } from "@/lib/lazy-part";
import { ErrorsTab } from "./errors/errors-tab";
import { ItemsTab } from "./items-tab";
import { LogTab } from "./log/log-tab";
import { SamplesTab } from "./samples-tab";
import { SettingsTab } from "./settings-tab";
import { tabOf, TABS, type Tab as TabName } from "./tabs";
import { TimelineTab } from "./timeline-tab";

const ChartsTab = lazyPart(() => import("./charts/charts-tab"));

export function BatchTabs({ batch }: { batch: BatchWithItems }) {
  const [params, setParams] = useSearchParams();
  const tab = tabOf(params.get("tab"));
  return (
    <Card sx={{ minWidth: 0 }}>
      <Tabs
        value={tab}
        onChange={(_, chosen: TabName) => setParams((old) => new URLSearchParams({ ...Object.fromEntries(old), tab: chosen }), { replace: true })}
        variant="scrollable"
        allowScrollButtonsMobile
        aria-label="Parts of the batch"
        sx={{ borderBottom: 1, borderColor: "divider", px: { xs: 0, sm: 1 } }}
      >
        {Object.entries(TABS).map(([name, label]) => (
          <Tab key={name} value={name} label={label} id={`tab-${name}`} aria-controls={`panel-${name}`} />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} sx={{ p: { xs: 1.5, sm: 2 }, minWidth: 0 }}>
        <Suspense fallback={<Loading rows={6} />}>
          <Content tab={tab} batch={batch} />
        </Suspense>
      </Box>
    </Card>
  );
}

function Content({ tab, batch }: { tab: TabName; batch: BatchWithItems }) {
  switch (tab) {
    case "samples":
      return <SamplesTab batch={batch} />;
    case "timeline":
      return <TimelineTab batchId={batch.batch_id ?? ""} />;
    case "errors":
      return <ErrorsTab batch={batch} />;
    case "log":
      return <LogTab batch={batch} />;
    case "charts":
      return <ChartsTab batch={batch} />;
    case "settings":
      return <SettingsTab batch={batch} />;
    default:
      return <ItemsTab batch={batch} />;
  }
}
