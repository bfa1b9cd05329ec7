"""A batch in figures: what charts are drawn from, and batches compared by."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill import provider_list
from gristmill.analytics_schemas import Analytics, AnalyticsQuery
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import BatchPath
from gristmill.services import Services
from gristmill.stores import analytics, batches

_TAG = Tag(name="batches", description="Generate training data in batches")


def analytics_blueprint(services: Services) -> APIBlueprint:
    """Make the route of this page."""
    blueprint = APIBlueprint(
        "analytics", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get("/api/batches/<string:batch_id>/analytics", responses={200: Analytics}, summary="A batch in figures")
    def batch_analytics(path: BatchPath, query: AnalyticsQuery) -> dict[str, Any]:
        """Tell how long a batch worked and waited, what a sample took, what failed and why, and how it went in time."""
        with services.database.read() as session:
            batch = batches.find(session, path.batch_id)
            shown = analytics.figures(session, batch, points=query.points)
        limits = provider_list.minute_limits(batch.provider, services.settings)
        return {"success": True, "batch_id": batch.batch_id, **shown, "limits": limits}

    return blueprint
