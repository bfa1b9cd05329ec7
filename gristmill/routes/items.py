"""The items of a batch: their list, one more try for one that failed, and how far a client has driven its batch."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.batch_schemas import Conversation, ItemsPage, Moved
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.moves import Answer, moved
from gristmill.routes.problems import documented_problems
from gristmill.schemas import BatchPath, ItemPath, NoFields
from gristmill.services import Services
from gristmill.stores import batches, items, queue
from gristmill.stores.history import progress_of

_TAG = Tag(name="items", description="The planned parts of a batch")


def items_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "items", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get("/api/batches/<string:batch_id>/items", responses={200: ItemsPage}, summary="A batch's items")
    def batch_items(path: BatchPath) -> dict[str, Any]:
        """List a batch's items in order, each with its own status, progress, counters and errors."""
        with services.database.read() as session:
            batch = batches.find(session, path.batch_id)
            rows = [items.as_json(item, batch) for item in items.of_batch(session, batch.id)]
        return {"success": True, "items": rows, "count": len(rows)}

    @blueprint.post(
        "/api/batches/<string:batch_id>/items/<int:item>/retry", responses={202: Moved}, summary="Retry one item"
    )
    def retry_item(path: ItemPath, body: NoFields) -> Answer:
        """Try an item again that failed or was stopped: at once while its batch is open, else the batch is queued."""
        return moved(
            services, path.batch_id, lambda session, log, batch: queue.retry_item(session, log, batch, path.item)
        )

    @blueprint.get(
        "/api/conversations/batch/<string:batch_id>/status", responses={200: Conversation}, summary="A batch's progress"
    )
    def conversation(path: BatchPath) -> dict[str, Any]:
        """Show how far a batch is, in the words of clients that drive it themselves."""
        with services.database.read() as session:
            return progress_of(session, batches.find(session, path.batch_id))

    return blueprint
