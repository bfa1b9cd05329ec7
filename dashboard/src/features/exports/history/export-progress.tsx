/** How far an export is, live; only this is drawn anew when news of it come. */
import { Progress } from "@/components/progress";
import { useExportProgress, type Export } from "@/lib/api/exports";

export function ExportProgress({ one, name, large = false }: { one: Export; name: string; large?: boolean }) {
  const live = useExportProgress(one.export_id);
  const isNewer = live !== null && live.done >= one.done;
  return <Progress done={isNewer ? live.done : one.done} total={isNewer ? live.total : one.total} label={`Progress of ${name}`} large={large} />;
}
