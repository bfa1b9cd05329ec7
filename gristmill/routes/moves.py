"""What changes a batch: pause, resume, stop, cancel, retry, and edits.

Each is one write transaction and then a ring of the bell, so that a worker obeys at once; a move that the table of
legal moves forbids is a 409 that names from and to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy.orm import Session

from gristmill.batch_schemas import Moved, OneBatch, Stopping
from gristmill.events import EventLog
from gristmill.order_schemas import EditBatch
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import BatchPath, NoFields, StopBatch
from gristmill.services import Services
from gristmill.stores import batches, edits, queue, ranks
from gristmill.stores.history import status_word
from models import BatchHistory

Move = Callable[[Session, EventLog, BatchHistory], None]
Answer = tuple[dict[str, Any], int]

_TAG = Tag(name="moves", description="Pause, resume, stop and change batches")
_MOVED: dict[Any, Any] = {202: Moved}


def moves_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "moves", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post("/api/generate/batch/stop", responses={202: Stopping}, summary="Stop a batch")
    def stop_any(body: StopBatch) -> Answer:
        """Stop the running batch, or the one named; in effect in under a second, and its samples are kept.

        When several run, the current one is meant; when it is none of them, a batch has to be named.
        """
        with services.database.write() as session:
            batch = batches.named_or_running(session, body.batch_id)
            batches.request_stop(session, services.log, batch)
        services.bell.ring()
        return {"success": True, "batch_id": batch.batch_id, "status": status_word(batch)}, 202

    @blueprint.post("/api/batches/<string:batch_id>/pause", responses=_MOVED, summary="Pause a batch")
    def pause(path: BatchPath, body: NoFields) -> Answer:
        """Take a running or waiting batch out of work; all is kept, and its slot is free in under a second."""
        return moved(services, path.batch_id, batches.request_pause)

    @blueprint.post("/api/batches/<string:batch_id>/resume", responses=_MOVED, summary="Resume a paused batch")
    def resume(path: BatchPath, body: NoFields) -> Answer:
        """Put a paused batch to the head of the queue; one that is only about to pause goes on."""
        return moved(services, path.batch_id, queue.resume)

    @blueprint.post("/api/batches/<string:batch_id>/stop", responses=_MOVED, summary="End a batch")
    def stop(path: BatchPath, body: NoFields) -> Answer:
        """End a batch that has not ended; its samples are kept."""
        return moved(services, path.batch_id, batches.request_stop)

    @blueprint.post("/api/batches/<string:batch_id>/cancel", responses=_MOVED, summary="Cancel a waiting batch")
    def cancel(path: BatchPath, body: NoFields) -> Answer:
        """End a batch that waits, queued or paused; one that the worker runs has to be stopped."""
        return moved(services, path.batch_id, batches.cancel)

    @blueprint.post("/api/batches/<string:batch_id>/retry", responses=_MOVED, summary="Retry a batch")
    def retry(path: BatchPath, body: NoFields) -> Answer:
        """Queue a stopped or failed batch again for what is missing; nothing is paid for twice."""
        return moved(services, path.batch_id, queue.retry)

    @blueprint.patch("/api/batches/<string:batch_id>", responses={200: OneBatch}, summary="Change a batch")
    def change(path: BatchPath, body: EditBatch) -> dict[str, Any]:
        """Change name, notes, priority, place in the queue or target: all that is named, or nothing."""
        with services.database.write() as session:
            batch = batches.find(session, path.batch_id)
            edits.edit(session, services.log, batch, body.model_dump(exclude_unset=True))
            answer = {"success": True, "batch": services.history.with_items(session, batch)}
        services.bell.ring()
        return answer

    return blueprint


def moved(services: Services, batch_id: str, move: Move) -> Answer:
    """Carry out one move of one batch, wake the worker, and say where the batch stands now."""
    with services.database.write() as session:
        batch = batches.find(session, batch_id)
        move(session, services.log, batch)
        place = ranks.positions(session, [batch]).get(batch.id)
    services.bell.ring()
    return {"success": True, "batch_id": batch.batch_id, "status": status_word(batch), "position": place}, 202
