/** Statuses as chips to press; how many there are of those that change by themselves stands in them. */
import Check from "@mui/icons-material/CheckOutlined";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import { useBatchCount } from "@/lib/api/batches";
import { count } from "@/lib/format";
import type { ChangeView } from "./use-view";
import { isFiltered, STATUSES, UNFILTERED, type Status, type View } from "./view";

interface StatusFilterProps {
  view: View;
  change: ChangeView;
}

export function StatusFilter({ view, change }: StatusFilterProps) {
  const counts = useCounts();
  // Counts are of all batches: beside other filters they would say something else than the list.
  const counted = !view.q && !view.topic && !view.model;
  const toggle = (status: Status) => change({ status: STATUSES.filter((one) => view.status.includes(one) !== (one === status)) });
  return (
    <Stack direction="row" role="group" aria-label="Status" sx={{ flexWrap: "wrap", gap: 0.75, alignItems: "center", minHeight: 32 }}>
      {STATUSES.map((status) => {
        const pressed = view.status.includes(status);
        const number = counted ? counts[status] : undefined;
        return (
          <Chip
            key={status}
            component="button"
            type="button"
            clickable
            aria-pressed={pressed}
            onClick={() => toggle(status)}
            label={number == null ? status : `${status} ${count(number)}`}
            icon={pressed ? <Check fontSize="small" /> : undefined}
            color={pressed ? "primary" : "default"}
            variant={pressed ? "filled" : "outlined"}
          />
        );
      })}
      {isFiltered(view) && (
        <Button size="small" onClick={() => change(UNFILTERED)}>
          Clear filters
        </Button>
      )}
    </Stack>
  );
}

function useCounts(): Partial<Record<Status, number>> {
  const running = useBatchCount("running").data;
  const queued = useBatchCount("queued").data;
  const paused = useBatchCount("paused").data;
  return { running, queued, paused };
}
