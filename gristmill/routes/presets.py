"""Presets: saved orders for the form that starts a batch."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from gristmill.preset_schemas import ChangePreset, MakePreset, OnePreset, PresetDeleted, PresetPath, PresetsPage
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.services import Services
from gristmill.stores import presets

_TAG = Tag(name="presets", description="Saved orders")
_ONE = "/api/presets/<string:preset_id>"


def presets_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "presets", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get("/api/presets", responses={200: PresetsPage}, summary="All presets")
    def preset_list() -> dict[str, Any]:
        """List saved orders by name."""
        with services.database.read() as session:
            rows = presets.listing(session)
        return {"success": True, "presets": rows, "count": len(rows)}

    @blueprint.post("/api/presets", responses={201: OnePreset}, summary="Save a preset")
    def create(body: MakePreset) -> tuple[dict[str, Any], int]:
        """Keep an order under a name of its own; it may be unfinished, and starts nothing."""
        with services.database.write() as session:
            row = presets.create(session, body, now=services.clock.time())
        return {"success": True, "preset": presets.as_json(row)}, 201

    @blueprint.put(_ONE, responses={200: OnePreset}, summary="Change a preset")
    def change(path: PresetPath, body: ChangePreset) -> dict[str, Any]:
        """Give a preset another name, another order, or both."""
        with services.database.write() as session:
            row = presets.find(session, path.preset_id)
            presets.change(session, row, body, now=services.clock.time())
        return {"success": True, "preset": presets.as_json(row)}

    @blueprint.delete(_ONE, responses={200: PresetDeleted}, summary="Delete a preset")
    def remove(path: PresetPath) -> dict[str, Any]:
        """Delete a saved order; batches that were started with it stay as they are."""
        with services.database.write() as session:
            presets.remove(session, presets.find(session, path.preset_id))
        return {"success": True, "preset_id": path.preset_id, "deleted": True}

    return blueprint
