/** The first page: the batch that matters now, what comes next, and whether all is well. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { Page, Panel } from "@/components/page";
import { Loading, Shown } from "@/components/states";
import { useCurrentBatch } from "@/lib/api/batches";
import { CurrentBatch } from "./current-batch";
import { LatestSamples } from "./latest-samples";
import { NextUp } from "./next-up";
import { ServiceHealth } from "./service-health";
import { Welcome } from "./welcome";

export default function OverviewPage() {
  const current = useCurrentBatch();
  return (
    <Page title="Overview">
      <Shown query={current} loading={<Loading rows={6} height={48} />}>
        {(answer) => (
          <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) 360px" }, alignItems: "start" }}>
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              {answer ? (
                <>
                  <CurrentBatch batch={answer.batch} />
                  <LatestSamples batch={answer.batch} />
                </>
              ) : (
                <Panel>
                  <Welcome />
                </Panel>
              )}
            </Stack>
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              <NextUp />
              <ServiceHealth />
            </Stack>
          </Box>
        )}
      </Shown>
    </Page>
  );
}
