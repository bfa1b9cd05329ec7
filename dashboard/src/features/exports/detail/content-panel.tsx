/** What is in the export, and what stayed behind and why. */
import Stack from "@mui/material/Stack";
import { Panel } from "@/components/page";
import type { Export } from "@/lib/api/exports";
import { counted } from "@/lib/format";
import { LeftOutList } from "../left-out-list";
import { sumOf } from "../model/left-out";
import { Tallies } from "../tallies";

export function ContentPanel({ one }: { one: Export }) {
  const { counts, left_out } = one;
  return (
    <Panel title="What is in it">
      <Stack spacing={2}>
        <Tallies
          tables={[
            ["Split", counts.by_split],
            ["Template", counts.by_template],
            ["Decision", counts.by_review],
          ]}
        />
        <LeftOutList leftOut={left_out} title={`${counted(sumOf(left_out), "chosen sample")} stayed behind`} />
      </Stack>
    </Panel>
  );
}
