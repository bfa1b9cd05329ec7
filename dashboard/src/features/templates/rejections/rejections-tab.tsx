/** Why people rejected this template's samples, version by version: what the next version could mend. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { Panel } from "@/components/page";
import { Empty } from "@/components/states";
import type { Schemas } from "@/lib/api/client";
import type { Template } from "@/lib/api/templates";
import { count, counted, percent } from "@/lib/format";
import { byVersion, type VersionRefusals } from "./by-version";

export function RejectionsTab({ refusals, template }: { refusals: Schemas["RefusalView"][]; template: Template }) {
  const groups = byVersion(refusals);
  if (groups.length === 0) {
    return (
      <Panel>
        <Empty title="Nobody has rejected a sample of this template">Reasons that people give in review are counted here by version, so that you see what to mend.</Empty>
      </Panel>
    );
  }
  return (
    <Stack spacing={2}>
      {groups.map((group) => (
        <OneVersion key={group.version} group={group} newest={group.version === template.version} />
      ))}
    </Stack>
  );
}

function OneVersion({ group, newest }: { group: VersionRefusals; newest: boolean }) {
  return (
    <Panel title={`Version ${group.version}${newest ? " (the newest)" : ""}`} beside={<Typography color="textSecondary">{counted(group.total, "sample")} rejected</Typography>}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Reason</TableCell>
            <TableCell align="right">Samples</TableCell>
            <TableCell align="right">Share</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {group.reasons.map(({ reason, count: times }) => (
            <TableRow key={reason ?? ""}>
              <TableCell sx={{ overflowWrap: "anywhere" }}>
                {reason ?? "No reason given"}
                <Box aria-hidden sx={{ mt: 0.5, height: 4, borderRadius: 1, bgcolor: "error.main", width: `${(100 * times) / group.total}%` }} />
              </TableCell>
              <TableCell align="right" sx={{ verticalAlign: "top" }}>{count(times)}</TableCell>
              <TableCell align="right" sx={{ verticalAlign: "top", whiteSpace: "nowrap" }}>{percent(times / group.total)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
