/** What can be done with one export, at the top of its page. */
import CloudUpload from "@mui/icons-material/CloudUploadOutlined";
import DeleteOutline from "@mui/icons-material/DeleteOutlineOutlined";
import FileDownload from "@mui/icons-material/FileDownloadOutlined";
import Replay from "@mui/icons-material/ReplayOutlined";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { downloadAddress, type Export } from "@/lib/api/exports";
import { useMoves } from "../history/use-moves";
import { againAddress } from "../model/again";
import { isAtWork, isPushing, pushOf } from "../model/standing";
import { PushDialog } from "./push-dialog";

export function Actions({ one }: { one: Export }) {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const moves = useMoves(one, () => void navigate("/exports"));
  const isMade = one.status === "completed";
  const pushing = isPushing(pushOf(one));
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
      {isAtWork(one) && (
        <Button onClick={moves.cancel} disabled={one.cancelling || moves.isBusy}>
          Cancel
        </Button>
      )}
      <Button component={Link} to={againAddress(one)} startIcon={<Replay />}>
        Export again
      </Button>
      {isMade && (
        <Button startIcon={<CloudUpload />} onClick={() => setAsking(true)} disabled={pushing}>
          Push to the Hub
        </Button>
      )}
      {!isAtWork(one) && (
        <Button color="error" startIcon={<DeleteOutline />} onClick={moves.remove} disabled={moves.isBusy || pushing}>
          Delete
        </Button>
      )}
      {isMade && (
        <Button variant="contained" component="a" href={downloadAddress(one.export_id)} download startIcon={<FileDownload />}>
          Download
        </Button>
      )}
      {isAsking && <PushDialog one={one} open onClose={() => setAsking(false)} />}
    </Stack>
  );
}
