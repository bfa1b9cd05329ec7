"""Sources: documents and tables that samples are made from, or that they must not repeat."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import request
from flask_openapi3 import APIBlueprint, FileStorage, Tag
from pydantic import Field

from gristmill.intake import Upload, forget, take_in
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.services import Services
from gristmill.source_schemas import (
    PREVIEW_CHUNKS,
    ChunksPage,
    ChunksQuery,
    SourceDeleted,
    SourceOptions,
    SourcePath,
    SourceShown,
    SourcesPage,
    SourcesQuery,
    SourceTaken,
)
from gristmill.stores import sources
from models import Source

_TAG = Tag(name="sources", description="Documents and tables that samples are made from")


class UploadForm(SourceOptions):
    """A file, and how to read it."""

    file: FileStorage = Field(description="`.csv`, `.jsonl`, `.json`, `.parquet`, `.md`, `.txt`, `.pdf`, or `.zip`.")

    @classmethod
    def model_validate(cls, obj: Any, **kwargs: Any) -> UploadForm:
        """Take texts as they were sent: the framework has made a number of the name `2024`."""
        return super().model_validate({**obj, **request.form.to_dict()}, **kwargs)


def sources_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "sources", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post("/api/sources", responses={201: SourceTaken, 200: SourceTaken}, summary="Upload a source")
    def add_source(form: UploadForm) -> tuple[dict[str, Any], int]:
        """Read a file into chunks and store them, or nothing at all; the same file sent again answers 200."""
        source, is_new = take_in(services, _upload_of(form))
        return {**_shown(services, source), "created": is_new}, 201 if is_new else 200

    @blueprint.get("/api/sources", responses={200: SourcesPage}, summary="All sources")
    def list_sources(query: SourcesQuery) -> dict[str, Any]:
        """List sources, newest first; deleted ones are left out."""
        with services.database.read() as session:
            found, total = sources.page(session, purpose=query.purpose, limit=query.limit, offset=query.offset)
        rows = [sources.as_json(source) for source in found]
        return {"success": True, "sources": rows, "count": len(rows), "total": total}

    @blueprint.get("/api/sources/<string:source_id>", responses={200: SourceShown}, summary="One source")
    def show_source(path: SourcePath) -> dict[str, Any]:
        """Show a source with its first chunks."""
        with services.database.read() as session:
            source = sources.get(session, path.source_id)
        return _shown(services, source)

    @blueprint.get("/api/sources/<string:source_id>/chunks", responses={200: ChunksPage}, summary="A source's chunks")
    def source_chunks(path: SourcePath, query: ChunksQuery) -> dict[str, Any]:
        """List chunks in order."""
        with services.database.read() as session:
            source = sources.get(session, path.source_id)
            rows = sources.chunks(session, source, limit=query.limit, offset=query.offset)
        return {"success": True, "chunks": rows, "count": len(rows), "total": source.chunk_count}

    @blueprint.delete("/api/sources/<string:source_id>", responses={200: SourceDeleted}, summary="Delete a source")
    def delete_source(path: SourcePath) -> dict[str, Any]:
        """Delete a source for all batches to come; those that were started with it keep its chunks."""
        is_gone = forget(services, path.source_id)
        return {"success": True, "source_id": path.source_id, "deleted": True, "chunks_kept": not is_gone}

    return blueprint


def _upload_of(form: UploadForm) -> Upload:
    return Upload(
        file=cast(BinaryIO, form.file.stream),
        file_name=form.file.filename or "",
        name=form.name,
        purpose=form.purpose,
        text_field=form.text_field,
        chunk_chars=form.chunk_chars,
        overlap_chars=min(form.overlap_chars, form.chunk_chars // 3),  # the default may be more
    )


def _shown(services: Services, source: Source) -> dict[str, Any]:
    with services.database.read() as session:
        first = sources.chunks(session, source, limit=PREVIEW_CHUNKS)
    return {"success": True, **sources.as_json(source), "chunks": first}
