/** What can be done with one template: use, copy, export, delete; a deleted one can be restored. */
import ContentCopyOutlined from "@mui/icons-material/ContentCopyOutlined";
import DeleteOutlined from "@mui/icons-material/DeleteOutlined";
import FileDownloadOutlined from "@mui/icons-material/FileDownloadOutlined";
import RestoreOutlined from "@mui/icons-material/RestoreOutlined";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import Tooltip from "@mui/material/Tooltip";
import { memo } from "react";
import { Link } from "react-router";
import { exportAddress, type Template } from "@/lib/api/templates";
import { useDeletion } from "./use-deletion";

export const TemplateActions = memo(function TemplateActions({ template }: { template: Template }) {
  const { template_id: id, name } = template;
  const { remove, restore } = useDeletion(template);
  if (template.deleted_at) {
    return (
      <Button startIcon={<RestoreOutlined />} variant="outlined" size="small" onClick={restore} aria-label={`Restore ${name}`}>
        Restore
      </Button>
    );
  }
  return (
    <Stack direction="row" sx={{ alignItems: "center" }}>
      {!template.needs.includes("sample") && (
        <Button component={Link} to={`/generate?template=${encodeURIComponent(id)}`} variant="outlined" size="small" sx={{ mr: 0.5 }} aria-label={`Use ${name}`}>
          Use
        </Button>
      )}
      <Tooltip title="New template from a copy">
        <IconButton component={Link} to={`/templates/new?copy=${encodeURIComponent(id)}`} aria-label={`New template from a copy of ${name}`}>
          <ContentCopyOutlined fontSize="small" />
        </IconButton>
      </Tooltip>
      <Tooltip title="Export as YAML">
        <IconButton component="a" href={exportAddress(id)} download aria-label={`Export ${name} as YAML`}>
          <FileDownloadOutlined fontSize="small" />
        </IconButton>
      </Tooltip>
      <Tooltip title="Delete">
        <IconButton onClick={remove} aria-label={`Delete ${name}`}>
          <DeleteOutlined fontSize="small" />
        </IconButton>
      </Tooltip>
    </Stack>
  );
});
