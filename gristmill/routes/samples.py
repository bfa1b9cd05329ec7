"""Samples over all batches: find and look at. What was refused by the checks is found here, too."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy.orm import Session

from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.sample_schemas import (
    AttemptPath,
    OneSample,
    OneSampleVersion,
    SampleList,
    SampleListQuery,
    SamplePath,
    SamplesWanted,
    VersionPath,
)
from gristmill.services import Services
from gristmill.stores import candidates, responses, sample_pages, sample_versions, sample_views, samples
from gristmill.stores.responses import Raw
from gristmill.stores.samples import SampleFilter

_TAG = Tag(name="samples", description="Look through, edit and review samples")
_RAW: dict[Any, Any] = {200: {"content": {"application/json": {}, "text/plain": {"schema": {"type": "string"}}}}}


def samples_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "samples", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get("/api/samples", responses={200: SampleList}, summary="Find samples")
    def sample_list(query: SampleListQuery) -> dict[str, Any]:
        """List samples of all batches by filter, full text and order; `next_cursor` asks for the next page."""
        with services.database.read() as session:
            page = _page(session, query)
        return {
            "success": True,
            "samples": page.samples,
            "count": len(page.samples),
            "total": page.total,
            "total_is_exact": page.is_exact,
            "next_cursor": page.next_cursor,
        }

    @blueprint.get("/api/samples/<string:sample_id>", responses={200: OneSample}, summary="One sample")
    def one_sample(path: SamplePath) -> Response:
        """Show a sample with its provenance, the opinions about it, and its versions; the ETag is its revision."""
        with services.database.read() as session:
            return answer(_shown(session, path.sample_id))

    @blueprint.get(
        "/api/samples/<string:sample_id>/versions/<int:version>",
        responses={200: OneSampleVersion},
        summary="One version",
    )
    def one_version(path: VersionPath) -> dict[str, Any]:
        """Show a content that a sample has or had, and who made it."""
        with services.database.read() as session:
            found = sample_versions.find(session, samples.find(session, path.sample_id), path.version)
        return {"success": True, "version": found}

    @blueprint.get("/api/samples/<string:sample_id>/raw", responses=_RAW, summary="The provider's answer")
    def raw_of_sample(path: SamplePath) -> Response:
        """Give what the provider answered, byte by byte; `X-Truncated: true` says that only its first part was kept."""
        with services.database.read() as session:
            return _raw(responses.of_sample(session, path.sample_id))

    @blueprint.get(
        "/api/batches/<string:batch_id>/attempts/<int:number>/raw", responses=_RAW, summary="The answer to an attempt"
    )
    def raw_of_attempt(path: AttemptPath) -> Response:
        """Give what the provider answered to one attempt of a batch, also to one that failed."""
        with services.database.read() as session:
            return _raw(responses.of_attempt(session, path.batch_id, path.number))

    return blueprint


def filter_of(choice: SamplesWanted) -> SampleFilter:
    """Make the filter of what a client asked."""
    return SampleFilter(**{name: getattr(choice, name) for name in SampleFilter.__dataclass_fields__})


def _page(session: Session, query: SampleListQuery) -> sample_pages.Page:
    wanted = filter_of(query)
    if query.verdict == "rejected":
        return candidates.page(session, wanted, reason=query.reason, limit=query.limit, cursor=query.cursor)
    return sample_pages.page(session, wanted, sort=query.sort, limit=query.limit, cursor=query.cursor)


def _shown(session: Session, sample_id: str) -> dict[str, Any]:
    if sample_id.startswith(candidates.PREFIX):
        return candidates.show(session, sample_id)
    return sample_views.find_one(session, sample_id)


def answer(shown: dict[str, Any]) -> Response:
    """Answer with one sample, whose revision is the ETag."""
    response = jsonify({"success": True, "sample": shown})
    if "revision" in shown:
        response.headers["ETag"] = f'"{shown["revision"]}"'
    return response


def _raw(raw: Raw) -> Response:
    headers = {
        "X-Content-Type-Options": "nosniff",  # a model's words are in it: never a page
        "X-Raw-Bytes": str(raw.raw_bytes),
        "X-Truncated": "true" if raw.truncated else "false",
    }
    return Response(raw.body, content_type=raw.media_type, headers=headers)
