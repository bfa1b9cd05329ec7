/** The comparison as a table with a head for each row and each batch. On small screens it scrolls inside itself. */
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { BatchProgress } from "@/components/progress";
import { BatchStatusChip, DemoChip } from "@/components/status-chip";
import { nameOf } from "@/components/batch-actions/words";
import { MeasureRow, SettingLine } from "./compare-rows";
import { errorMeasures, MEASURES, settingRows, type Compared } from "./rows";

interface CompareTableProps {
  all: readonly Compared[];
  /** Of the settings, only those that differ. */
  onlyDiffering: boolean;
}

export function CompareTable({ all, onlyDiffering }: CompareTableProps) {
  const settings = settingRows(all).filter((row) => row.differs || !onlyDiffering);
  return (
    <TableContainer role="region" aria-label="Comparison" tabIndex={0} sx={{ overflowX: "auto", border: 1, borderColor: "divider", borderRadius: 1, bgcolor: "background.paper" }}>
      <Table size="small" sx={{ tableLayout: "fixed", minWidth: 150 + all.length * 170 }}>
        <TableHead>
          <TableRow>
            <TableCell component="td" sx={FIRST} />
            {all.map((one) => (
              <TableCell key={one.id} scope="col" sx={{ verticalAlign: "top" }}>
                <Heading {...one} />
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <Group name="Results" columns={all.length}>
          {MEASURES.map((measure) => (
            <MeasureRow key={measure.name} measure={measure} all={all} />
          ))}
        </Group>
        <Group name="Calls without a sample" columns={all.length}>
          {errorMeasures(all).map((measure) => (
            <MeasureRow key={measure.name} measure={measure} all={all} />
          ))}
        </Group>
        <Group name="Settings" columns={all.length}>
          {settings.map((row) => (
            <SettingLine key={row.name} row={row} ids={all.map(({ id }) => id)} />
          ))}
          {settings.length === 0 && (
            <TableRow>
              <TableCell colSpan={all.length + 1}>All settings are the same.</TableCell>
            </TableRow>
          )}
        </Group>
      </Table>
    </TableContainer>
  );
}

function Heading({ id, batch }: Compared) {
  return (
    <Stack spacing={0.75} sx={{ fontWeight: 400 }}>
      <Link component={RouterLink} to={`/batches/${encodeURIComponent(id)}`} color="inherit" underline="hover" sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
        {nameOf(batch)}
      </Link>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.5 }}>
        <BatchStatusChip batch={batch} />
        {batch.demo && <DemoChip />}
      </Box>
      <BatchProgress batch={batch} />
    </Stack>
  );
}

function Group({ name, columns, children }: { name: string; columns: number; children: ReactNode }) {
  return (
    <TableBody>
      <TableRow>
        <TableCell component="th" scope="rowgroup" colSpan={columns + 1} sx={{ fontWeight: 600, bgcolor: "action.hover", pt: 1.25 }}>
          {name}
        </TableCell>
      </TableRow>
      {children}
    </TableBody>
  );
}

const FIRST = { width: { xs: 130, sm: 230 } } as const;
