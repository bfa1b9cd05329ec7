"""Batches that their clients drive: one sample a request, through the worker's own limiter and checks."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.batch_schemas import Moved
from gristmill.queue_schemas import NextSample, ProcessNext
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.moves import Answer, moved
from gristmill.routes.problems import PROBLEM_TYPE, documented_problems
from gristmill.schemas import BatchPath, NoFields, Problem
from gristmill.services import Services
from gristmill.stores import batches

CALLS = 3  # as many provider calls a request may take: a sample that the checks refuse is drawn again

_TAG = Tag(name="client-driven", description="Draw a batch's samples one by one")
_NO_SAMPLE = {
    "description": "The provider was asked, and no sample came of it.",
    "content": {PROBLEM_TYPE: {"schema": Problem.model_json_schema()}},
}
_NOT_NOW = {**_NO_SAMPLE, "description": "The quota needs longer than `max_wait_s`, or no worker is at work here."}


def jobs_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "jobs", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post(
        "/api/batch-jobs/<string:batch_id>/process-next",
        responses={200: NextSample, 502: _NO_SAMPLE, 503: _NOT_NOW},
        summary="Draw the next sample",
    )
    def process_next(path: BatchPath, body: ProcessNext) -> dict[str, Any]:
        """Generate the next sample of a batch started with `drive: "client"`; 503 says when to ask again."""
        call_s = services.settings.request_timeout_s * CALLS
        drawn = services.desk.draw(path.batch_id, max_wait_s=body.max_wait_s, call_s=call_s)
        return {
            "success": True,
            "sample": drawn.sample,
            "progress": round(100.0 * drawn.samples_generated / drawn.target_count, 2),
            "remaining_items": drawn.remaining_items,
            "status": drawn.status,
            "samples_generated": drawn.samples_generated,
            "target_count": drawn.target_count,
        }

    @blueprint.post("/api/batch-jobs/<string:batch_id>/cancel", responses={202: Moved}, summary="Cancel a batch")
    def cancel(path: BatchPath, body: NoFields) -> Answer:
        """Stop a batch, whoever drives it; its samples are kept."""
        return moved(services, path.batch_id, batches.request_stop)

    return blueprint
