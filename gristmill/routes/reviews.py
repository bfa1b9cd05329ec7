"""What people do to samples: edit, go back, approve, reject, reset; one by one, or many by a filter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy.orm import Session

from gristmill import bulk_review
from gristmill.bulk_review import BulkReview
from gristmill.events import EventLog
from gristmill.lifecycle import Review
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.routes.samples import answer, filter_of
from gristmill.sample_schemas import (
    Approve,
    ChangeHeaders,
    EditSample,
    OneSample,
    Reject,
    RevertSample,
    ReviewedMany,
    ReviewMany,
    SamplePath,
)
from gristmill.services import Services
from gristmill.stores import candidates, reviews, sample_versions, sample_views, samples
from gristmill.stores.reviews import Decision
from models import Sample

Change = Callable[[Session, EventLog, Sample], None]

_TAG = Tag(name="reviews", description="Edit and review samples")
_ONE: dict[Any, Any] = {200: OneSample}
_REVIEWS = {"approve": Review.APPROVED, "reject": Review.REJECTED, "reset": Review.PENDING}


def reviews_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "reviews", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.patch("/api/samples/<string:sample_id>", responses=_ONE, summary="Edit a sample")
    def edit(path: SamplePath, header: ChangeHeaders, body: EditSample) -> Response:
        """Change fields of the content; what it was before is kept as a version."""
        by = body.by or header.reviewer
        return _changed(services, path, header, partial(sample_versions.edit, changes=body.content, by=by))

    @blueprint.post("/api/samples/<string:sample_id>/revert", responses=_ONE, summary="Undo edits")
    def revert(path: SamplePath, header: ChangeHeaders, body: RevertSample) -> Response:
        """Make an earlier version the present one, as a new version."""
        by = body.by or header.reviewer
        return _changed(services, path, header, partial(sample_versions.revert, version=body.version, by=by))

    @blueprint.post("/api/samples/<string:sample_id>/approve", responses=_ONE, summary="Approve a sample")
    def approve(path: SamplePath, header: ChangeHeaders, body: Approve) -> Response:
        """Say that a sample may be trained on."""
        return _decided(services, path, header, Decision(review=Review.APPROVED, by=body.by or header.reviewer))

    @blueprint.post("/api/samples/<string:sample_id>/reject", responses=_ONE, summary="Reject a sample")
    def reject(path: SamplePath, header: ChangeHeaders, body: Reject) -> Response:
        """Say that a sample must not be trained on, and why."""
        by = body.by or header.reviewer
        return _decided(services, path, header, Decision(review=Review.REJECTED, reason=body.reason, by=by))

    @blueprint.post("/api/samples/<string:sample_id>/reset", responses=_ONE, summary="Take a review back")
    def reset(path: SamplePath, header: ChangeHeaders, body: Approve) -> Response:
        """Make a sample wait for a decision again."""
        return _decided(services, path, header, Decision(review=Review.PENDING))

    @blueprint.post("/api/samples/review", responses={200: ReviewedMany}, summary="Review many samples")
    def review_many(header: ChangeHeaders, body: ReviewMany) -> dict[str, Any]:
        """Approve, reject or reset all samples of a filter or of a list of ids. By itself it only counts."""
        asked = _bulk(body, by=body.by or header.reviewer)
        done = bulk_review.try_out(services, asked) if body.dry_run else bulk_review.carry_out(services, asked)
        return {"success": True, "dry_run": body.dry_run, "matched": done.matched, "changed": done.changed}

    return blueprint


def _bulk(body: ReviewMany, *, by: str | None) -> BulkReview:
    return BulkReview(
        decision=Decision(review=_REVIEWS[body.action], reason=body.reason, by=by),
        wanted=filter_of(body.filter) if body.filter else None,
        ids=tuple(body.ids or ()),
        expected=body.expected,
    )


def _decided(services: Services, path: SamplePath, header: ChangeHeaders, decision: Decision) -> Response:
    return _changed(services, path, header, partial(reviews.decide, decision=decision))


def _changed(services: Services, path: SamplePath, header: ChangeHeaders, change: Change) -> Response:
    """Carry out one change of one sample, and show it as it is then."""
    with services.database.write() as session:
        candidates.demand_sample(path.sample_id)
        sample = samples.find(session, path.sample_id)
        sample_versions.demand_revision(sample, header.if_match)
        change(session, services.log, sample)
        session.flush()
        return answer(sample_views.one(session, sample))
