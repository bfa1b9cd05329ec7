/** A small button that copies a text. */
import ContentCopy from "@mui/icons-material/ContentCopyOutlined";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { useCopy } from "./use-copy";

interface CopyButtonProps {
  text: string;
  /** What is copied, such as "the SHA-256 of train.jsonl". */
  what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const copy = useCopy();
  return (
    <Tooltip title={`Copy ${what}`}>
      <IconButton size="small" aria-label={`Copy ${what}`} onClick={() => void copy(text, what)} sx={{ p: 0.5 }}>
        <ContentCopy sx={{ fontSize: 16 }} />
      </IconButton>
    </Tooltip>
  );
}
