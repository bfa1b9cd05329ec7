/** One export: how it stands, what is in it, its files, its dataset card, and where it can go. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { useParams } from "react-router";
import { Page } from "@/components/page";
import { Loading, Shown } from "@/components/states";
import { DemoChip, StatusChip } from "@/components/status-chip";
import { useExport, type Export } from "@/lib/api/exports";
import { Actions } from "./detail/actions";
import { AskedPanel } from "./detail/asked-panel";
import { CardPanel, ManifestPanel } from "./detail/card-panel";
import { ContentPanel } from "./detail/content-panel";
import { FilesPanel } from "./detail/files-panel";
import { PushState } from "./detail/push-state";
import { SummaryPanel } from "./detail/summary-panel";
import { holdsDemo, pushOf, statusWord } from "./model/standing";
import { labelOf } from "./model/words";

export default function ExportPage() {
  const { exportId = "" } = useParams();
  const query = useExport(exportId);
  const one = query.data;
  return (
    <Page
      title={one ? `Export, ${labelOf(one.format)}` : "Export"}
      beside={
        one && (
          <Stack direction="row" sx={{ gap: 1 }}>
            <StatusChip status={one.status} label={statusWord(one)} title={one.error} />
            {holdsDemo(one) && <DemoChip />}
          </Stack>
        )
      }
      actions={one && <Actions one={one} />}
    >
      <Shown query={query} loading={<Loading rows={8} />}>
        {(shown) => <Content one={shown} />}
      </Shown>
    </Page>
  );
}

function Content({ one }: { one: Export }) {
  const push = pushOf(one);
  const isMade = one.status === "completed";
  return (
    <>
      {push && <PushState push={push} />}
      <Box sx={{ display: "grid", gap: 2, alignItems: "start", gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) minmax(0, 1fr)" } }}>
        <Stack spacing={2} sx={{ minWidth: 0 }}>
          <SummaryPanel one={one} />
          {isMade && <ContentPanel one={one} />}
          {isMade && <FilesPanel one={one} />}
          <AskedPanel one={one} />
        </Stack>
        {isMade && (
          <Stack spacing={2} sx={{ minWidth: 0 }}>
            <CardPanel exportId={one.export_id} />
            <ManifestPanel exportId={one.export_id} />
          </Stack>
        )}
      </Box>
    </>
  );
}
