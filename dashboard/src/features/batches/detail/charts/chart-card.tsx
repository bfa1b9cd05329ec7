/** A chart with its heading, or the same numbers as a table: a picture alone would leave out who cannot see it. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { useState, type ReactNode } from "react";

export interface ChartTable {
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

interface ChartCardProps {
  title: string;
  /** What one mark stands for, in a sentence. */
  about: string;
  table: ChartTable;
  /** Said in place of the chart when there is nothing to draw. */
  empty: string | null;
  children: ReactNode;
}

export const CHART_PX = 260;

export function ChartCard({ title, about, table, empty, children }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Card component="section" aria-label={title} sx={{ p: { xs: 1.5, sm: 2 }, minWidth: 0 }}>
      <Stack direction="row" sx={{ alignItems: "center", gap: 1, flexWrap: "wrap" }}>
        <Typography variant="h2" sx={{ flex: 1, minWidth: "10rem" }}>
          {title}
        </Typography>
        {!empty && (
          <Button size="small" onClick={() => setAsTable(!asTable)} aria-label={`${asTable ? "Show as chart" : "Show as table"}: ${title}`}>
            {asTable ? "Show as chart" : "Show as table"}
          </Button>
        )}
      </Stack>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {empty ?? about}
      </Typography>
      {!empty && (asTable ? <NumberTable title={title} {...table} /> : <Box sx={{ minHeight: CHART_PX, minWidth: 0 }}>{children}</Box>)}
    </Card>
  );
}

function NumberTable({ title, columns, rows }: ChartTable & { title: string }) {
  return (
    <TableContainer tabIndex={0} role="region" aria-label={`Numbers of ${title}`} sx={{ maxHeight: CHART_PX }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            {columns.map((column, place) => (
              <TableCell key={column} align={place ? "right" : "left"}>
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, line) => (
            <TableRow key={line}>
              {row.map((cell, place) => (
                <TableCell key={place} align={place ? "right" : "left"}>
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
