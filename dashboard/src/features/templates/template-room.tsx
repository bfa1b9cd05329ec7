/** The room of one template: its draft lives here, above the tabs, so that no tab loses it. */
import Chip from "@mui/material/Chip";
import { memo, useCallback } from "react";
import { useSearchParams } from "react-router";
import { Page } from "@/components/page";
import type { Schemas } from "@/lib/api/client";
import type { Template } from "@/lib/api/templates";
import { ConflictDialog } from "./draft/conflict-dialog";
import { DraftNotices } from "./draft/draft-notices";
import { useDraft, type Opened } from "./draft/use-draft";
import { useLeaving } from "./draft/use-leaving";
import { useSaving } from "./draft/use-saving";
import { EditTab } from "./edit/edit-tab";
import { StartFrom } from "./edit/start-from";
import { kindWord } from "./model/kinds";
import { PreviewTab } from "./preview/preview-tab";
import { usePreview } from "./preview/use-preview";
import { RejectionsTab } from "./rejections/rejections-tab";
import { ALL_TABS, RoomTabs, TABS_OF_A_NEW_ONE, type TabName } from "./room-tabs";
import { TemplateActions } from "./template-actions";
import { VersionsTab } from "./versions/versions-tab";

interface TemplateRoomProps {
  /** Null: a new one. */
  template: Template | null;
  versions: Schemas["VersionView"][];
  refusals: Schemas["RefusalView"][];
  newest: Opened;
}

export function TemplateRoom({ template, versions, refusals, newest }: TemplateRoomProps) {
  const [address, setAddress] = useSearchParams();
  const draft = useDraft(template?.template_id ?? "new", newest);
  const letGo = useLeaving(draft.dirty);
  const saving = useSaving(template?.template_id ?? null, draft, letGo);
  const preview = usePreview();
  const tabs = template === null ? TABS_OF_A_NEW_ONE : ALL_TABS;
  const tab = tabs.find((one) => one === address.get("tab")) ?? "edit";

  const show = useCallback(
    (chosen: TabName) => {
      setAddress((before) => {
        const { copy } = Object.fromEntries(before);
        return { ...(copy !== undefined && { copy }), ...(chosen !== "edit" && { tab: chosen }) };
      });
    },
    [setAddress],
  );
  return (
    <Page title={template?.name ?? "New template"} beside={template && <About template={template} />} actions={template && <TemplateActions template={template} />}>
      <DraftNotices template={template} draft={draft} onLook={saving.look} />
      {!template && !draft.dirty && <StartFrom />}
      <RoomTabs tabs={tabs} tab={tab} onShow={show} />
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === "edit" && <EditTab draft={draft} saving={saving} builtIn={versions[0]?.built_in ?? false} />}
        {tab === "preview" && <PreviewTab template={template} draft={draft} preview={preview} />}
        {tab === "versions" && template && <VersionsTab template={template} versions={versions} />}
        {tab === "rejections" && template && <RejectionsTab refusals={refusals} template={template} />}
      </div>
      {newest.version !== null && saving.stale && (
        <ConflictDialog
          newest={{ version: newest.version, definition: newest.definition }}
          mine={draft.definition}
          busy={saving.busy}
          onMine={() => saving.save(newest.version ?? undefined)}
          onTheirs={() => {
            draft.open(newest);
            saving.closeStale();
          }}
          onClose={saving.closeStale}
        />
      )}
    </Page>
  );
}

const About = memo(function About({ template }: { template: Template }) {
  return (
    <>
      <Chip label={kindWord(template.kind)} variant="outlined" />
      <Chip label={`version ${template.version}`} variant="outlined" />
      <Chip label={template.built_in ? "built in" : "own"} variant="outlined" />
      {template.deleted_at && <Chip label="deleted" color="error" variant="outlined" />}
    </>
  );
});
