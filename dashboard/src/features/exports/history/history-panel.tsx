/** All exports, newest first, twenty a page. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Pagination from "@mui/material/Pagination";
import Typography from "@mui/material/Typography";
import { Panel } from "@/components/page";
import { Empty, Shown } from "@/components/states";
import { useExports } from "@/lib/api/exports";
import { count } from "@/lib/format";
import { HistoryRow } from "./history-row";

const ROWS = 20;

export function HistoryPanel({ page, onPage }: { page: number; onPage: (page: number) => void }) {
  const query = useExports({ limit: ROWS, offset: (page - 1) * ROWS });
  const total = query.data?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / ROWS));
  return (
    <Panel
      title="History"
      beside={
        total > 0 && (
          <Typography variant="body2" color="textSecondary">
            {count(total)}
          </Typography>
        )
      }
    >
      <Shown query={query}>
        {({ exports }) => (
          <>
            {exports.length ? (
              <Box component="ul" aria-label="Exports, newest first" sx={{ listStyle: "none", m: 0, p: 0, mt: -1 }}>
                {exports.map((one) => (
                  <HistoryRow key={one.export_id} one={one} />
                ))}
              </Box>
            ) : (
              <None isBeyond={total > 0} onFirst={() => onPage(1)} />
            )}
            {pages > 1 && <Pagination count={pages} page={Math.min(page, pages)} onChange={(_, next) => onPage(next)} size="small" aria-label="Pages of the history" sx={{ mt: 1 }} />}
          </>
        )}
      </Shown>
    </Panel>
  );
}

function None({ isBeyond, onFirst }: { isBeyond: boolean; onFirst: () => void }) {
  if (isBeyond) return <Empty title="Nothing on this page" action={<Button onClick={onFirst}>Show the newest</Button>} />;
  return <Empty title="No export yet">Choose samples and a format, then start one. It freezes them as files that a trainer reads, with a manifest and a dataset card.</Empty>;
}
