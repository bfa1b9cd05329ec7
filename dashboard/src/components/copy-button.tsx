/** Copies a text and says so. A page without TLS on another machine's address has no clipboard: that is said, too. */
import ContentCopy from "@mui/icons-material/ContentCopyOutlined";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { useToasts } from "./toasts";

interface CopyButtonProps {
  text: string;
  /** What is copied, such as "the SHA-256 of train.jsonl". */
  what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const toasts = useToasts();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toasts.done(`Copied ${what}.`);
    } catch {
      toasts.info("This browser lets no page copy from this address. Select the text and copy it by hand.");
    }
  };
  return (
    <Tooltip title={`Copy ${what}`}>
      <IconButton size="small" aria-label={`Copy ${what}`} onClick={() => void copy()} sx={{ p: 0.5 }}>
        <ContentCopy sx={{ fontSize: 16 }} />
      </IconButton>
    </Tooltip>
  );
}
