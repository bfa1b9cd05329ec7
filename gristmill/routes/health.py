"""Is the service well, and where to go from here: `/api/health` and the landing page."""

from __future__ import annotations

from html import escape

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from gristmill import __version__
from gristmill.providers.registry import default_model_of
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

    @blueprint.get("/", doc_ui=False)
    def landing() -> Response:
        provider = services.settings.default_provider
        model = default_model_of(provider, services.settings) or "a model named per batch"
        page = _PAGE.format(
            version=escape(__version__), provider=escape(f"{provider} ({model})"), here=escape(request.host_url)
        )
        return Response(page, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})

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


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gristmill</title>
<style>
  body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }}
  body {{ color: #1d2433; background: #fff; }}
  h1 {{ margin-bottom: 0; }}
  code, pre {{ font: 14px/1.5 ui-monospace, monospace; background: #f2f4f8; border-radius: 4px; }}
  code {{ padding: .1rem .3rem; }}
  pre {{ padding: .8rem 1rem; overflow-x: auto; }}
  a {{ color: #0b57d0; }}
  @media (prefers-color-scheme: dark) {{
    body {{ color: #e6e9ef; background: #14171d; }} code, pre {{ background: #232833; }} a {{ color: #8ab4f8; }}
  }}
</style>
</head>
<body>
<h1>Gristmill</h1>
<p>Turns rate-limited LLM APIs into training datasets. Version {version}, default provider {provider}.</p>
<ul>
  <li><a href="/openapi/swagger">The HTTP API, to read and to try</a></li>
  <li><a href="/api/generate/batch/history">All batches</a></li>
  <li><a href="/api/queue">The queue</a>, and <a href="/api/batches">all batches with their items</a></li>
  <li><a href="/api/generate/batch/status">The batch that runs now</a></li>
  <li><a href="/api/health">Health</a></li>
</ul>
<p>Start a batch of ten samples and follow it:</p>
<pre>curl -X POST {here}api/generate/batch/start \\
  -H 'Content-Type: application/json' -d '{{"target_count": 10}}'
curl -N {here}api/generate/batch/stream</pre>
</body>
</html>
"""
