"""Enrichments: start one, or count what it would work on. It runs as a batch, with a batch's routes."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.enriching import enrich
from gristmill.enrichment_schemas import EnrichmentStarted, StartEnrichment
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.services import Services

_TAG = Tag(name="enrichments", description="Run a template over samples that there are")
_STARTED: dict[Any, Any] = {202: EnrichmentStarted, 200: EnrichmentStarted}


def enrichments_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "enrichments", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.post("/api/enrichments", responses=_STARTED, summary="Enrich samples")
    def start(body: StartEnrichment) -> tuple[dict[str, Any], int]:
        """Put an enrichment into the queue: a batch with a slot for each chosen sample.

        Results become new fields of the samples, or new versions where a field is there already; what a person has
        edited stays, unless `overwrite`. With `dry_run` nothing is queued, and the answer (200) says how many.
        """
        return enrich(services, body)

    return blueprint
