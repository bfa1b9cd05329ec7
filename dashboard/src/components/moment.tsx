/** A time in the local zone; hovering or focusing shows UTC. */
import Tooltip from "@mui/material/Tooltip";
import { moment, NONE, utc } from "@/lib/format";

export function Moment({ at }: { at: string | null | undefined }) {
  if (!at) return <>{NONE}</>;
  return (
    <Tooltip title={utc(at)}>
      <time dateTime={at}>{moment(at)}</time>
    </Tooltip>
  );
}
