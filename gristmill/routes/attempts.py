"""The attempts of a batch: every provider call, with its tokens, its money and its end."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.attempt_schemas import AttemptsPage, AttemptsQuery
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import BatchPath
from gristmill.services import Services
from gristmill.stores import attempt_pages, batches

_TAG = Tag(name="attempts", description="The provider calls of a batch")


def attempts_blueprint(services: Services) -> APIBlueprint:
    """Make the route of this page."""
    blueprint = APIBlueprint(
        "attempts", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get(
        "/api/batches/<string:batch_id>/attempts", responses={200: AttemptsPage}, summary="A batch's attempts"
    )
    def batch_attempts(path: BatchPath, query: AttemptsQuery) -> dict[str, Any]:
        """List provider calls in order, judges' included; `next_after` asks for those that follow, now or later."""
        with services.database.read() as session:
            batch = batches.find(session, path.batch_id)
            rows = attempt_pages.page(session, batch.id, **dict(query))
        next_after = rows[-1]["number"] if rows else query.after
        return {"success": True, "attempts": rows, "count": len(rows), "next_after": next_after}

    return blueprint
