"""Exports: start, count, watch, cancel, delete, download, and push to the Hugging Face Hub.

Making one is the exporter's; here are only wishes and what has been finished.
"""

from __future__ import annotations

from typing import Any

from flask import Response, send_file
from flask_openapi3 import APIBlueprint, Tag

from gristmill.export_schemas import (
    ExportCount,
    ExportDeleted,
    ExportFilePath,
    ExportPath,
    ExportsPage,
    ExportsQuery,
    ExportStarted,
    OneExport,
    PushExport,
    StartExport,
)
from gristmill.exports import desk
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import NoFields
from gristmill.services import Services
from gristmill.stores import exports

_TAG = Tag(name="exports", description="Samples as files that a trainer reads")
_BYTES: dict[Any, Any] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}
_ZIP: dict[Any, Any] = {200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}}
_SAFE = {"X-Content-Type-Options": "nosniff"}  # a model's words are in it: never a page
_STARTED: dict[Any, Any] = {202: ExportStarted}
_SHOWN: dict[Any, Any] = {202: OneExport}


def exports_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "exports", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post("/api/exports", responses=_STARTED, summary="Start an export")
    def start(body: StartExport) -> tuple[dict[str, Any], int]:
        """Freeze chosen samples as files; made in the background, one at a time."""
        made = desk.start(services, body)
        return {"success": True, "export_id": made.export_id, "status": made.status, "total": made.total}, 202

    @blueprint.post("/api/exports/count", responses={200: ExportCount}, summary="Try an export out")
    def count(body: StartExport) -> dict[str, Any]:
        """Say how many samples the same body would export, in which splits, and how many it leaves out and why."""
        return {"success": True, **desk.count(services, body)}

    @blueprint.get("/api/exports", responses={200: ExportsPage}, summary="List exports")
    def export_list(query: ExportsQuery) -> dict[str, Any]:
        """List exports, newest first."""
        with services.database.read() as session:
            rows, total = exports.page(session, limit=query.limit, offset=query.offset)
        return {"success": True, "exports": rows, "count": len(rows), "total": total}

    @blueprint.get("/api/exports/<string:export_id>", responses={200: OneExport}, summary="One export")
    def one_export(path: ExportPath) -> dict[str, Any]:
        """Show how far an export is; once it is completed, with its files, their hashes and its counts."""
        with services.database.read() as session:
            return {"success": True, "export": exports.as_json(exports.find(session, path.export_id))}

    @blueprint.post("/api/exports/<string:export_id>/cancel", responses=_SHOWN, summary="Cancel an export")
    def cancel(path: ExportPath, body: NoFields) -> tuple[dict[str, Any], int]:
        """Stop making an export; in effect within about a second, and nothing is left of it."""
        with services.database.write() as session:
            row = exports.find(session, path.export_id)
            exports.request_cancel(session, services.log, row)
        return {"success": True, "export": exports.as_json(row)}, 202

    @blueprint.delete("/api/exports/<string:export_id>", responses={200: ExportDeleted}, summary="Delete an export")
    def delete(path: ExportPath) -> dict[str, Any]:
        """Delete an export and its archive; the samples stay."""
        desk.remove(services, path.export_id)
        return {"success": True, "export_id": path.export_id, "deleted": True}

    _add_files(blueprint, services)
    return blueprint


def _add_files(blueprint: APIBlueprint, services: Services) -> None:
    """Add the routes for what is finished."""

    @blueprint.get("/api/exports/<string:export_id>/download", responses=_ZIP, summary="Download an export")
    def download(path: ExportPath) -> Response:
        """Send the archive; ranges and conditions (`If-None-Match`) are understood."""
        found = desk.archive_of(services, path.export_id)
        return send_file(
            found.path,
            mimetype="application/zip",
            as_attachment=True,
            download_name=found.path.name,
            conditional=True,
            etag=found.sha256,
        )

    @blueprint.get(
        "/api/exports/<string:export_id>/files/<path:name>", responses=_BYTES, summary="One file of an export"
    )
    def one_file(path: ExportFilePath) -> Response:
        """Send one member of the archive, by its name in the manifest."""
        size, parts = desk.member_of(services, path.export_id, path.name)
        return Response(parts, mimetype="application/octet-stream", headers={**_SAFE, "Content-Length": str(size)})

    @blueprint.post("/api/exports/<string:export_id>/push", responses=_SHOWN, summary="Push an export to the Hub")
    def push(path: ExportPath, body: PushExport) -> tuple[dict[str, Any], int]:
        """Put an export's files into a dataset on the Hugging Face Hub, in the background; HF_TOKEN must be set."""
        row = desk.push(services, path.export_id, body)
        return {"success": True, "export": exports.as_json(row)}, 202
