/** How the push to the Hugging Face Hub stands. */
import Alert from "@mui/material/Alert";
import Link from "@mui/material/Link";
import { isPushing, type Push } from "../model/standing";

export function PushState({ push }: { push: Push }) {
  const kind = push.isPrivate ? "private" : "public";
  if (isPushing(push)) {
    return (
      <Alert severity="info" variant="outlined" role="status">
        {push.status === "queued" ? "Waits to be pushed" : "Is being pushed"} to {push.repoId} on the Hugging Face Hub ({kind} if it is new).
      </Alert>
    );
  }
  if (push.status === "failed") {
    return (
      <Alert severity="error" variant="outlined">
        {push.error ?? `The push to ${push.repoId} failed.`}
      </Alert>
    );
  }
  return (
    <Alert severity="success" variant="outlined">
      Pushed to {push.url ? <Link href={push.url} target="_blank" rel="noreferrer">{push.repoId}</Link> : push.repoId} on the Hugging Face Hub.
    </Alert>
  );
}
