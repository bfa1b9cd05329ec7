/** All templates: find, use, copy, export, import, delete. A YAML file may be dropped anywhere on the list. */
import AddOutlined from "@mui/icons-material/AddOutlined";
import FileUploadOutlined from "@mui/icons-material/FileUploadOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link, useSearchParams } from "react-router";
import { Page, Panel } from "@/components/page";
import { Empty, Loading, Shown } from "@/components/states";
import { useTemplates, type Template } from "@/lib/api/templates";
import { counted } from "@/lib/format";
import { matching } from "./list/filter";
import { ImportDialog } from "./list/import-dialog";
import { ListFilters } from "./list/list-filters";
import { TemplateRow } from "./list/template-row";
import { useImport } from "./list/use-import";

export default function TemplatesPage() {
  const [address, setAddress] = useSearchParams();
  const text = address.get("q") ?? "";
  const kind = address.get("kind") ?? "";
  const deleted = address.get("deleted") === "1";
  const query = useTemplates({ deleted });
  const importing = useImport();

  const change = (key: string, value: string) => {
    setAddress(
      (before) => {
        const now = new URLSearchParams(before);
        if (value) now.set(key, value);
        else now.delete(key);
        return now;
      },
      { replace: true },
    );
  };
  return (
    <Page
      title="Templates"
      actions={
        <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
          <Button startIcon={<FileUploadOutlined />} onClick={importing.show}>
            Import YAML
          </Button>
          <Button component={Link} to="/templates/new" variant="contained" startIcon={<AddOutlined />}>
            New template
          </Button>
        </Stack>
      }
    >
      <ListFilters text={text} kind={kind} deleted={deleted} change={change} />
      <div onDragOver={(event) => event.preventDefault()} onDrop={importing.drop}>
        <Panel>
          <Shown query={query} loading={<Loading rows={8} height={56} />}>
            {(templates) => <TemplateList found={matching(templates, { text, kind })} all={templates.length} onReset={() => setAddress({}, { replace: true })} />}
          </Shown>
        </Panel>
      </div>
      <ImportDialog state={importing} />
    </Page>
  );
}

function TemplateList({ found, all, onReset }: { found: Template[]; all: number; onReset: () => void }) {
  if (found.length === 0) {
    return (
      <Empty title="No template fits" action={<Button onClick={onReset}>Show all</Button>}>
        {all > 0 ? `There are ${counted(all, "template")}; none has all of these words and this kind.` : "Make one with New template, or import a YAML file."}
      </Empty>
    );
  }
  return (
    <>
      <Typography variant="body2" color="textSecondary" role="status" sx={{ mb: 1.5 }}>
        {counted(found.length, "template")}
      </Typography>
      <Box component="ul" aria-label="Templates" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {found.map((template) => (
          <TemplateRow key={template.template_id} template={template} />
        ))}
      </Box>
    </>
  );
}
