/** A list of rows in the editor: each can be changed, moved and taken away; one can be added. */
import AddOutlined from "@mui/icons-material/AddOutlined";
import ArrowDownwardOutlined from "@mui/icons-material/ArrowDownwardOutlined";
import ArrowUpwardOutlined from "@mui/icons-material/ArrowUpwardOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { RemoveButton } from "./fields";

interface RowsProps<R extends { id: string }> {
  rows: readonly R[];
  /** What one row is, such as "field". */
  noun: string;
  nameOf: (row: R, at: number) => string;
  onChange: (rows: R[]) => void;
  make: () => R;
  faultOf?: (row: R, at: number) => string | null;
  children: (row: R, change: (patch: Partial<R>) => void, at: number) => ReactNode;
}

export function Rows<R extends { id: string }>({ rows, noun, nameOf, onChange, make, faultOf, children }: RowsProps<R>) {
  const change = (id: string, patch: Partial<R>) => onChange(rows.map((row) => (row.id === id ? { ...row, ...patch } : row)));
  const move = (from: number, to: number) => {
    const moved = [...rows];
    const [row] = moved.splice(from, 1);
    if (row) moved.splice(to, 0, row);
    onChange(moved);
  };
  return (
    <Stack spacing={1.5}>
      {rows.map((row, at) => {
        const name = nameOf(row, at);
        const fault = faultOf?.(row, at);
        return (
          <Box key={row.id} role="group" aria-label={`${noun} ${name}`} sx={ROW}>
            <Box sx={{ minWidth: 0 }}>
              {children(row, (patch) => change(row.id, patch), at)}
              {fault && (
                <Typography variant="body2" color="error" sx={{ mt: 0.5, overflowWrap: "anywhere" }}>
                  {fault}
                </Typography>
              )}
            </Box>
            <Stack direction={{ xs: "row", sm: "column" }}>
              <IconButton size="small" aria-label={`Move ${noun} ${name} up`} disabled={at === 0} onClick={() => move(at, at - 1)}>
                <ArrowUpwardOutlined fontSize="small" />
              </IconButton>
              <IconButton size="small" aria-label={`Move ${noun} ${name} down`} disabled={at === rows.length - 1} onClick={() => move(at, at + 1)}>
                <ArrowDownwardOutlined fontSize="small" />
              </IconButton>
              <RemoveButton label={`Remove ${noun} ${name}`} onClick={() => onChange(rows.filter((one) => one.id !== row.id))} />
            </Stack>
          </Box>
        );
      })}
      <Box>
        <Button startIcon={<AddOutlined />} onClick={() => onChange([...rows, make()])}>
          Add {noun}
        </Button>
      </Box>
    </Stack>
  );
}

const ROW = {
  display: "grid",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "minmax(0, 1fr) auto" },
  gap: 1,
  pt: 1,
  pb: 1.5,
  borderBottom: 1,
  borderColor: "divider",
} as const;

/** Inputs beside one another as the width allows. */
export function Line({ children, min = 150 }: { children: ReactNode; min?: number }) {
  return <Box sx={{ display: "grid", gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${min}px), 1fr))`, gap: 1.5, alignItems: "start" }}>{children}</Box>;
}
