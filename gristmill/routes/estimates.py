"""What a batch will take, told before it is started."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.estimating import estimate
from gristmill.order_schemas import StartBatch
from gristmill.preview_schemas import Estimate, EstimateQuery
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.services import Services

_TAG = Tag(name="batches", description="Generate training data in batches")


def estimates_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "estimates", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post("/api/generate/batch/estimate", responses={200: Estimate}, summary="Estimate a batch")
    def estimate_batch(query: EstimateQuery, body: StartBatch) -> dict[str, Any]:
        """Say what a start with this body will use, cost and last, and which limit will hold it up."""
        return estimate(services, body, may_preview=query.preview == "auto")

    return blueprint
