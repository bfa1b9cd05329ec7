/** All versions of a template: what one says, how any two differ, and making an older one the newest again. */
import Box from "@mui/material/Box";
import { useSearchParams } from "react-router";
import { Panel } from "@/components/page";
import type { Schemas } from "@/lib/api/client";
import type { Template } from "@/lib/api/templates";
import { VersionList } from "./version-list";
import { VersionText } from "./version-text";

export type VersionView = Schemas["VersionView"];

export function VersionsTab({ template, versions }: { template: Template; versions: VersionView[] }) {
  const [address, setAddress] = useSearchParams();
  const known = (value: string | null) => versions.find((one) => one.version === Number(value))?.version ?? null;
  const chosen = known(address.get("version")) ?? template.version;
  const before = versions.find((one) => one.version < chosen)?.version ?? null;
  const against = address.get("with") === "none" ? null : (known(address.get("with")) ?? before);

  const go = (version: number, other?: string) => {
    setAddress({ tab: "versions", version: String(version), ...(other !== undefined && { with: other }) }, { replace: true });
  };
  return (
    <Box sx={{ display: "grid", gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(260px, 340px) minmax(0, 1fr)" }, gap: 2, alignItems: "start" }}>
      <Panel title="Versions">
        <VersionList versions={versions} chosen={chosen} newest={template.version} onChoose={(version) => go(version)} />
      </Panel>
      <VersionText
        template={template}
        version={chosen}
        against={against === chosen ? null : against}
        others={versions.map((one) => one.version).filter((one) => one !== chosen)}
        onAgainst={(other) => go(chosen, other === null ? "none" : String(other))}
      />
    </Box>
  );
}
