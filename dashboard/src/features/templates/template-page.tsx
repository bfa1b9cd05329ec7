/** One template, or a new one: loads what the room needs. */
import { useParams, useSearchParams } from "react-router";
import { Page } from "@/components/page";
import { NotLoaded, Loading } from "@/components/states";
import { useTemplate } from "@/lib/api/templates";
import { BLANK, copyOf } from "./model/blank";
import { TemplateRoom } from "./template-room";

export default function TemplatePage() {
  const { templateId = "" } = useParams();
  return templateId === "new" ? <NewTemplate /> : <OneTemplate key={templateId} templateId={templateId} />;
}

function OneTemplate({ templateId }: { templateId: string }) {
  const query = useTemplate(templateId);
  if (!query.data) return <Waiting title="Template" query={query} />;
  const { template, definition, versions, refusals } = query.data;
  return <TemplateRoom template={template} versions={versions} refusals={refusals} newest={{ version: template.version, definition }} />;
}

function NewTemplate() {
  const [address] = useSearchParams();
  const copy = address.get("copy");
  const query = useTemplate(copy);
  if (copy === null) return <TemplateRoom key="blank" template={null} versions={[]} refusals={[]} newest={{ version: null, definition: BLANK }} />;
  if (!query.data) return <Waiting title="New template" query={query} />;
  return <TemplateRoom key={copy} template={null} versions={[]} refusals={[]} newest={{ version: null, definition: copyOf(query.data.definition) }} />;
}

function Waiting({ title, query }: { title: string; query: { isPending: boolean; error: unknown; refetch: () => unknown } }) {
  return <Page title={title}>{query.isPending ? <Loading rows={8} /> : <NotLoaded error={query.error} onRetry={() => void query.refetch()} />}</Page>;
}
