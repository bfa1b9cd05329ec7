"""Which providers there are, and how much of their limits is used."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill import provider_list
from gristmill.provider_schemas import ProvidersPage
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.services import Services

_TAG = Tag(name="providers", description="Who generates")


def providers_blueprint(services: Services) -> APIBlueprint:
    """Make the route of this page."""
    blueprint = APIBlueprint(
        "providers", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get("/api/providers", responses={200: ProvidersPage}, summary="All providers")
    def all_providers() -> dict[str, Any]:
        """List the providers with what is missing to use them, their models, and what is used of their limits."""
        with services.database.read() as session:
            rows = provider_list.listed(session, services.settings, now=services.clock.time())
        return {"success": True, "default": services.settings.default_provider, "providers": rows}

    return blueprint
