"""The schema's way forward: bring a database of any age up to date before anything else touches it.

A database that has to change is copied first, to a dated file. Two processes that start at once take turns.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from gristmill.db import Database
from gristmill.errors import ConfigError
from gristmill.settings import PROJECT_DIR, Settings

LOCK_PATIENCE_S = 30

logger = structlog.get_logger("gristmill.migrate")


def bring_up_to_date(database: Database, settings: Settings) -> Path | None:
    """Migrate to the newest schema.

    Returns:
        The backup copy, if there were tables that had to change.

    Raises:
        ConfigError: the file is not a database, or its folder cannot be written.
    """
    path = settings.database_path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.migrate.lock", timeout=LOCK_PATIENCE_S):
            if is_current(database):
                return None
            _refuse_newer(database, path)
            backup = _back_up(database, path, settings.data_dir / "backups")
            command.upgrade(_config(database), "head")
    except Timeout:
        raise ConfigError(
            f"Another process has been migrating {path} for {LOCK_PATIENCE_S} s, or its lock file cannot be used."
        ) from None
    except (DatabaseError, OSError) as error:
        raise ConfigError(f"The database {path} cannot be used: {getattr(error, 'orig', error)}.") from error
    return backup


def is_current(database: Database) -> bool:
    """Say whether the database stands at the newest revision."""
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return set(current) == set(ScriptDirectory.from_config(_config(database)).get_heads())


def _refuse_newer(database: Database, path: Path) -> None:
    known = {revision.revision for revision in ScriptDirectory.from_config(_config(database)).walk_revisions()}
    with database.engine.connect() as connection:
        stands_at = set(MigrationContext.configure(connection).get_current_heads())
    if not stands_at <= known:
        raise ConfigError(
            f"The database {path} was made by a newer version of Gristmill: start that one, or choose another database"
            " with GRISTMILL_DATABASE_URL."
        )


def _back_up(database: Database, path: Path, folder: Path) -> Path | None:
    with database.engine.connect() as connection:
        if not inspect(connection).get_table_names():
            return None
    folder.mkdir(parents=True, exist_ok=True)
    backup = folder / f"{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.db"
    source = sqlite3.connect(path)
    try:
        source.execute("VACUUM INTO ?", (str(backup),))
    finally:
        source.close()
    logger.info("database.backed_up", backup=str(backup))
    return backup


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(PROJECT_DIR / "migrations").replace("%", "%%"))
    config.attributes["engine"] = database.engine
    return config
