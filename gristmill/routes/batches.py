"""Start, stop, status, history and samples: the seed's paths and words."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.lifecycle import BatchStatus
from gristmill.orders import notice_of, order_of
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import (
    BatchPath,
    History,
    HistoryQuery,
    SamplesPage,
    SamplesQuery,
    StartBatch,
    Started,
    Status,
    StopBatch,
    Stopping,
)
from gristmill.services import Services
from gristmill.stores import batches, samples
from gristmill.stores.history import HistoryFilter
from gristmill.stores.samples import SampleFilter

_TAG = Tag(name="batches", description="Generate training data in batches")


def batches_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "batches", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post("/api/generate/batch/start", responses={202: Started}, summary="Start a batch")
    def start(body: StartBatch) -> tuple[dict[str, Any], int]:
        """Put a batch at the end of the queue; it exists when this is answered, and runs as soon as its turn comes."""
        order = order_of(body, services.settings)
        with services.database.write() as session:
            batch = batches.enqueue(session, services.log, order)
            place = batches.positions(session, [batch])[batch.id]
        services.bell.ring()
        return {
            "success": True,
            "batch_id": batch.batch_id,
            "status": batch.status,
            "position": place,
            "demo": batch.demo,
            "notice": notice_of(order),
        }, 202

    @blueprint.post("/api/generate/batch/stop", responses={202: Stopping}, summary="Stop a batch")
    def stop(body: StopBatch) -> tuple[dict[str, Any], int]:
        """Stop the running batch, or the one named; in effect in under a second, and its samples are kept."""
        with services.database.write() as session:
            batch = batches.request_stop(session, services.log, body.batch_id)
        services.bell.ring()
        status = "stopped" if batch.status == BatchStatus.STOPPED else "stopping"
        return {"success": True, "batch_id": batch.batch_id, "status": status}, 202

    @blueprint.get("/api/generate/batch/status", responses={200: Status}, summary="The live state")
    def status() -> dict[str, Any]:
        """Answer for the running batch; when none runs, `running` is false and the numbers are the last batch's."""
        with services.database.read() as session:
            return services.history.status(session)

    @blueprint.get("/api/generate/batch/history", responses={200: History}, summary="All batches")
    def history(query: HistoryQuery) -> dict[str, Any]:
        """List batches, newest first; the running one with its live numbers."""
        wanted = HistoryFilter(status=query.status, model=query.model, topic=query.topic, q=query.q, sort=query.sort)
        with services.database.read() as session:
            rows, total = services.history.page(session, wanted, limit=query.limit, offset=query.offset)
        return {"success": True, "batches": rows, "count": len(rows), "total": total}

    @blueprint.get("/api/batches/<string:batch_id>/samples", responses={200: SamplesPage}, summary="A batch's samples")
    def batch_samples(path: BatchPath, query: SamplesQuery) -> dict[str, Any]:
        """List accepted samples in order of arrival."""
        wanted = SampleFilter(topic=query.topic, difficulty=query.difficulty, q=query.q)
        with services.database.read() as session:
            batch = batches.find(session, path.batch_id)
            rows, total = samples.page(session, batch.id, path.batch_id, wanted, limit=query.limit, offset=query.offset)
        return {"success": True, "samples": rows, "count": len(rows), "total": total}

    return blueprint
