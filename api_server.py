"""The door: settings -> services -> create_app() -> blueprints. `python api_server.py` starts the worker and serves.

`create_app` starts no thread; the server starts the worker in its one worker process, after the fork.
"""

from __future__ import annotations

import json
import sys

import click
import structlog
from flask_cors import CORS
from flask_migrate import Migrate
from flask_openapi3 import APIBlueprint, Info, OpenAPI

from batch_worker import BatchWorker
from gristmill import __version__
from gristmill.checkpoint import checkpointer_of
from gristmill.db import POOL_OPTIONS, Database, open_database
from gristmill.errors import GristmillError, NotFound, ProviderNotConfigured
from gristmill.lifecycle import ENDED
from gristmill.logs import set_up_logs
from gristmill.opening import make_ready
from gristmill.providers.registry import require_configured
from gristmill.routes.analytics import analytics_blueprint
from gristmill.routes.attempts import attempts_blueprint
from gristmill.routes.batches import batches_blueprint
from gristmill.routes.current import current_blueprint
from gristmill.routes.dashboard import dashboard_blueprint
from gristmill.routes.enrichments import enrichments_blueprint
from gristmill.routes.estimates import estimates_blueprint
from gristmill.routes.exports import exports_blueprint
from gristmill.routes.guard import LOOPBACK_ORIGIN, register_guard
from gristmill.routes.health import health_blueprint
from gristmill.routes.items import items_blueprint
from gristmill.routes.jobs import jobs_blueprint
from gristmill.routes.journal import journal_blueprint
from gristmill.routes.moves import moves_blueprint
from gristmill.routes.presets import presets_blueprint
from gristmill.routes.previews import previews_blueprint
from gristmill.routes.problems import register_problems, validation_problem
from gristmill.routes.providers import providers_blueprint
from gristmill.routes.queue import queue_blueprint
from gristmill.routes.reviews import reviews_blueprint
from gristmill.routes.samples import samples_blueprint
from gristmill.routes.session import session_blueprint
from gristmill.routes.sources import sources_blueprint
from gristmill.routes.stream import stream_blueprint
from gristmill.routes.template_texts import template_texts_blueprint
from gristmill.routes.templates import templates_blueprint
from gristmill.schemas import Problem
from gristmill.server import check_port, check_space, serve
from gristmill.services import Services, build_services
from gristmill.sessions import cookie_name
from gristmill.settings import Settings, load_settings, show_settings, unknown_names
from gristmill.stores import batches
from models import BatchHistory, db

logger = structlog.get_logger("gristmill.server")

MAX_BODY_BYTES = 1024 * 1024  # a start with a thousand items, each with a long instruction for some
BLUEPRINTS = (
    health_blueprint,
    dashboard_blueprint,
    session_blueprint,
    batches_blueprint,
    moves_blueprint,
    items_blueprint,
    attempts_blueprint,
    current_blueprint,
    queue_blueprint,
    enrichments_blueprint,
    jobs_blueprint,
    journal_blueprint,
    samples_blueprint,
    reviews_blueprint,
    stream_blueprint,
    templates_blueprint,
    template_texts_blueprint,
    sources_blueprint,
    exports_blueprint,
    previews_blueprint,
    estimates_blueprint,
    providers_blueprint,
    presets_blueprint,
    analytics_blueprint,
)


def create_app(settings: Settings) -> OpenAPI:
    """Build the application on a database that is up to date; its parts are at `app.extensions["gristmill"]`."""
    app = OpenAPI(
        "gristmill",
        info=Info(title="Gristmill", version=__version__, description="Training data from rate-limited LLM APIs."),
        security_schemes={
            "bearer": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": cookie_name(settings.port)},
        },
        validation_error_status=422,
        validation_error_model=Problem,
        validation_error_callback=validation_problem,
        static_folder=None,
    )
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.sqlalchemy_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = POOL_OPTIONS
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["SWAGGER_CONFIG"] = {"validatorUrl": None}  # else the page asks another service about our document
    app.url_map.merge_slashes = False  # an address with an empty part is no address, not another one
    app.json.sort_keys = False  # type: ignore[attr-defined]
    db.init_app(app)
    Migrate(app, db, render_as_batch=True)
    CORS(app, origins=[LOOPBACK_ORIGIN, *settings.cors_origins], resources=r"/api/*")
    register_problems(app)
    with app.app_context():
        services = build_services(settings, Database(db.engine))
    app.extensions["gristmill"] = services
    register_guard(app, services)
    for make_blueprint in BLUEPRINTS:
        _register(app, make_blueprint(services))
    return app


def _register(app: OpenAPI, blueprint: APIBlueprint) -> None:
    """Add a page of routes; methods of one address may live on two pages, of which the document would keep the last."""
    for path, item in blueprint.paths.items():
        if path in app.paths:
            own = {method: getattr(item, method) for method in item.model_fields_set}
            blueprint.paths[path] = app.paths[path].model_copy(update=own)
    app.register_api(blueprint)


@click.group(invoke_without_command=True, help="Start Gristmill, or run one of the commands.")
@click.pass_context
def main(context: click.Context) -> None:
    """Serve unless a command is named; failures are one sentence and an exit code that is not 0."""
    if context.invoked_subcommand is None:
        run_server(load_settings())


@main.command("settings")
def settings_command() -> None:
    """Show every setting with its value and where it comes from; secrets are masked."""
    shown = show_settings(load_settings())
    width = max(len(row.name) for row in shown)
    for row in shown:
        click.echo(f"{row.name:<{width}}  {row.value or '-':<26}  ({row.source})  {row.description}")


@main.command("openapi")
def openapi_command() -> None:
    """Print the OpenAPI document; the dashboard's types are made from it."""
    click.echo(json.dumps(create_app(load_settings()).api_doc, sort_keys=True))


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date, after a dated backup copy."""
    settings = load_settings()
    set_up_logs(settings.log_format)
    backup = make_ready(open_database(settings.sqlalchemy_url), settings)
    click.echo(f"The database {settings.database_path} is up to date." + (f" Backup: {backup}" if backup else ""))


@main.command("rebuild")
@click.argument("batch_ids", nargs=-1)
def rebuild_command(batch_ids: tuple[str, ...]) -> None:
    """Write the Parquet files of the named batches, or of all, anew from the database."""
    settings = load_settings()
    database = open_database(settings.sqlalchemy_url)
    make_ready(database, settings)
    services = build_services(settings, database)
    for batch in _batches_with_files(services, batch_ids):
        saver = checkpointer_of(services, batch)
        rows, segments = saver.rebuild()
        click.echo(f"{batch.batch_id}: {rows} samples in {len(segments)} segments at {saver.folder}")


def _batches_with_files(services: Services, batch_ids: tuple[str, ...]) -> list[BatchHistory]:
    """Find the batches to rebuild: while a worker is at work, the files of those that have not ended are its own."""
    with services.database.read() as session:
        found = [batches.find(session, batch_id) for batch_id in batch_ids] or batches.with_samples(session)
    at_work = services.worker_lock.is_held()
    free = []
    for batch in found:
        if batch.provider is None:
            raise NotFound(f"Batch {batch.batch_id} comes from an older version, which kept its samples elsewhere.")
        if at_work and batch.status not in ENDED:
            click.echo(f"{batch.batch_id}: left alone, because it is {batch.status} and its worker keeps its files.")
        else:
            free.append(batch)
    return free


def run_server(settings: Settings) -> None:
    """Check what can be checked, bring the database up to date, and serve until a signal."""
    set_up_logs(settings.log_format)
    _warn_of(settings)
    check_port(settings.host, settings.port)
    check_space(settings)
    database = open_database(settings.sqlalchemy_url)
    make_ready(database, settings)
    database.close()
    serve(settings, _load)


def _warn_of(settings: Settings) -> None:
    """Say what will surprise later: names that are no settings, and a default provider that cannot work."""
    for name in unknown_names():
        logger.warning("settings.unknown", name=name, remedy="see `python api_server.py settings` for the names")
    try:
        require_configured(settings.default_provider, settings)
    except ProviderNotConfigured as error:
        logger.warning("provider.not_configured", remedy=str(error))


def _load() -> tuple[OpenAPI, BatchWorker]:
    """Build application and worker inside the server's worker process."""
    app = create_app(load_settings())
    return app, BatchWorker(app.extensions["gristmill"])


if __name__ == "__main__":
    try:
        main(standalone_mode=True)
    except GristmillError as error:
        print(error, file=sys.stderr)
        sys.exit(getattr(error, "exit_code", 2))
