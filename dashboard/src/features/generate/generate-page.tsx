/** The page where batches are ordered: loads what the form cannot do without, and fills it in as the address asks. */
import { useSearchParams } from "react-router";
import { Page } from "@/components/page";
import { Loading, Shown } from "@/components/states";
import { useTemplates } from "@/lib/api/templates";
import { Filler } from "./filler";
import { GenerateView } from "./generate-view";

export default function GeneratePage() {
  const [params] = useSearchParams();
  const templates = useTemplates();
  const asked = ["again", "preset", "template"].some((name) => params.get(name));
  return (
    <Shown
      query={templates}
      loading={
        <Page title="Generate">
          <Loading rows={8} />
        </Page>
      }
    >
      {(all) => (asked ? <Filler params={params} templates={all} /> : <GenerateView templates={all} />)}
    </Shown>
  );
}
