"""Is the service well: `/api/health`, which the start script, the dashboard and people's monitors ask."""

from __future__ import annotations

from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from gristmill import __version__
from gristmill.routes.problems import documented_problems
from gristmill.schemas import Health
from gristmill.services import Services
from gristmill.stores import batches

_TAG = Tag(name="health", description="Is the service well")


def health_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint("health", __name__, abp_responses=documented_problems())

    @blueprint.get("/api/health", tags=[_TAG], responses={200: Health}, summary="Is the service well")
    def health() -> dict[str, object]:
        """Needs no token."""
        database = _database_state(services)
        worker = _worker_state(services) if database == "ok" else "absent"
        storage = "low" if services.storage.shortage() else "ok"
        return {
            "success": True,
            "status": "ok" if database == storage == "ok" and worker != "absent" else "degraded",
            "version": __version__,
            "worker": worker,
            "database": database,
            "storage": storage,
            "provider": services.settings.default_provider,
        }

    return blueprint


def _database_state(services: Services) -> str:
    try:
        with services.database.read() as session:
            session.execute(text("SELECT 1 FROM batch_history LIMIT 1"))
    except OperationalError as error:
        return "busy" if "locked" in str(error.orig) else "unreachable"
    return "ok"


def _worker_state(services: Services) -> str:
    if not services.board.worker_alive and not services.worker_lock.is_held():
        return "absent"
    with services.database.read() as session:
        return "running" if batches.running(session) else "idle"
