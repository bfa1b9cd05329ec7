/** The files of the archive, each to download by itself, with the hash to check it by. */
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { CopyButton } from "@/components/copy-button";
import { Panel } from "@/components/page";
import { fileAddress, type Export } from "@/lib/api/exports";
import { bytes, count } from "@/lib/format";

const HASH_SHOWN = 8;

export function FilesPanel({ one }: { one: Export }) {
  return (
    <Panel title="Files">
      <TableContainer tabIndex={0} role="region" aria-label="Files of the archive">
        <Table size="small" sx={{ "& td, & th": { px: 1 } }}>
          <TableHead>
            <TableRow>
              <TableCell>File</TableCell>
              <TableCell align="right">Rows</TableCell>
              <TableCell align="right">Size</TableCell>
              <TableCell>SHA-256</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {one.files.map((file) => (
              <TableRow key={file.name}>
                <TableCell component="th" scope="row" sx={{ overflowWrap: "anywhere", minWidth: 130 }}>
                  <Link href={fileAddress(one.export_id, file.name)} download={file.name.split("/").at(-1)} aria-label={`Download ${file.name}`}>
                    {file.name}
                  </Link>
                </TableCell>
                <TableCell align="right">{count(file.rows)}</TableCell>
                <TableCell align="right" sx={{ whiteSpace: "nowrap" }}>
                  {bytes(file.bytes)}
                </TableCell>
                <TableCell sx={{ whiteSpace: "nowrap" }}>
                  <Box component="code" sx={{ fontSize: "0.8125rem" }}>
                    {file.sha256.slice(0, HASH_SHOWN)}…
                  </Box>
                  <CopyButton text={file.sha256} what={`the SHA-256 of ${file.name}`} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Panel>
  );
}
