/** The batches that match as a table to download. The route takes one status: of several, each has a file of its own. */
import FileDownload from "@mui/icons-material/FileDownloadOutlined";
import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { memo, useState } from "react";
import { csvAddress, type View } from "./view";

export const CsvButton = memo(function CsvButton({ view, isShort }: { view: View; isShort: boolean }) {
  const label = isShort ? "CSV" : "Export CSV";
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (view.status.length < 2) {
    return (
      <Button aria-label="Export CSV" startIcon={<FileDownload />} href={csvAddress(view, view.status[0])} download>
        {label}
      </Button>
    );
  }
  const close = () => setAnchor(null);
  return (
    <>
      <Button aria-label="Export CSV" startIcon={<FileDownload />} onClick={(event) => setAnchor(event.currentTarget)} aria-haspopup="menu">
        {label}
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={close} slotProps={{ list: { dense: true, "aria-label": "Export CSV" } }}>
        {view.status.map((status) => (
          <MenuItem key={status} component="a" href={csvAddress(view, status)} download onClick={close}>
            The {status} ones
          </MenuItem>
        ))}
      </Menu>
    </>
  );
});
