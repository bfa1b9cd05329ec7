"""The batch to watch: which one it is and by what rule, and moving the flag by hand."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.batch_schemas import Current
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import ChooseCurrent, CurrentQuery
from gristmill.services import Services
from gristmill.stores import edits

_TAG = Tag(name="current", description="The batch to watch")


def current_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "current", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get("/api/batches/current", responses={200: Current}, summary="The batch to watch")
    def current_batch(query: CurrentQuery) -> dict[str, Any]:
        """Show the flagged batch, else a running one, else an incomplete one, else the newest; say which rule it was.

        A batch is flagged when it begins to run and until it completes, or by hand.
        """
        with services.database.read() as session:
            return services.history.watched(session, query.batch_id)

    @blueprint.put("/api/batches/current", responses={200: Current}, summary="Choose the batch to watch")
    def choose_current(body: ChooseCurrent) -> dict[str, Any]:
        """Flag a batch as the current one, in place of any other."""
        with services.database.write() as session:
            edits.choose_current(session, services.log, body.batch_id)
            return services.history.watched(session)

    return blueprint
