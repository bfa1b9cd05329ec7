/** Shows a dataset card as people read it: elements made from plain values, never HTML. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { useMemo } from "react";
import { blocksOf, type Block, type Inline } from "../model/markdown";
import { Preformatted } from "./preformatted";

export function MarkdownView({ text }: { text: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <Stack spacing={1.5} sx={{ maxWidth: "48rem" }}>
      {blocks.map((block, at) => (
        <BlockView key={at} block={block} />
      ))}
    </Stack>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case "front":
      return <Preformatted text={block.text} label="Metadata that the Hub reads" height={180} />;
    case "code":
      return <Preformatted text={block.text} label="Code" height={320} />;
    case "heading":
      // The page has a first heading and the panel a second: the card's begin below them.
      return (
        <Typography variant="h3" component={block.level === 1 ? "h3" : "h4"} sx={{ pt: 1, fontSize: block.level === 1 ? "1.125rem" : undefined }}>
          <Inlines all={block.inlines} />
        </Typography>
      );
    case "paragraph":
      return (
        <Typography sx={{ overflowWrap: "anywhere" }}>
          <Inlines all={block.inlines} />
        </Typography>
      );
    case "list":
      return (
        <Box component={block.isOrdered ? "ol" : "ul"} sx={{ pl: 3, my: 0, overflowWrap: "anywhere" }}>
          {block.items.map((item, at) => (
            <li key={at}>
              <Inlines all={item} />
            </li>
          ))}
        </Box>
      );
    case "table":
      return <TableView table={block} />;
  }
}

function TableView({ table: { head, rows, isNumeric } }: { table: Extract<Block, { kind: "table" }> }) {
  const align = (column: number) => (isNumeric[column] ? "right" : "left");
  return (
    <TableContainer sx={{ maxWidth: "30rem" }}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {head.map((cell, column) => (
              <TableCell key={column} align={align(column)}>
                <Inlines all={cell} />
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, at) => (
            <TableRow key={at}>
              {row.map((cell, column) => (
                <TableCell key={column} align={align(column)} sx={{ overflowWrap: "anywhere" }}>
                  <Inlines all={cell} />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function Inlines({ all }: { all: readonly Inline[] }) {
  return all.map(({ kind, text }, at) => {
    if (kind === "code") return <code key={at}>{text}</code>;
    return kind === "strong" ? <strong key={at}>{text}</strong> : <span key={at}>{text}</span>;
  });
}
