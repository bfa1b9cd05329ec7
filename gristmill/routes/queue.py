"""The queue as it stands, with estimates, and the deletion of batches that have ended."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.queue_schemas import Deleted, QueuePage, QueueQuery
from gristmill.removal import remove
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import BatchPath
from gristmill.services import Services
from gristmill.stores import estimates

_TAG = Tag(name="queue", description="Who runs, who waits, and for how long")


def queue_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "queue", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get("/api/queue", responses={200: QueuePage}, summary="The queue")
    def queue(query: QueueQuery) -> dict[str, Any]:
        """List the running batches and those that wait, in order, with when each will start and end."""
        max_running = services.settings.max_running_batches
        window = estimates.Window(
            limit=query.limit, offset=query.offset, max_running=max_running, now=services.clock.time()
        )
        with services.database.read() as session:
            entries, total = estimates.page(session, services.board, window)
        shown = [entry.as_json() for entry in entries]
        return {"success": True, "queue": shown, "count": len(shown), "total": total, "max_running": max_running}

    @blueprint.delete("/api/batches/<string:batch_id>", responses={200: Deleted}, summary="Delete a batch")
    def delete_batch(path: BatchPath) -> dict[str, Any]:
        """Delete a batch that has ended, with its samples and files; there is no way back."""
        remove(services, path.batch_id)
        return {"success": True, "batch_id": path.batch_id, "deleted": True}

    return blueprint
