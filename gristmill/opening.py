"""Opening a database for work: its schema brought up to date, then the templates that come with Gristmill.

Two transactions, so that a template which cannot be stored never holds back the schema.
"""

from __future__ import annotations

from pathlib import Path

import structlog
from sqlalchemy.exc import DatabaseError

from gristmill.clock import SystemClock
from gristmill.db import Database
from gristmill.errors import ConfigError
from gristmill.migrate import bring_up_to_date
from gristmill.settings import Settings
from gristmill.stores import templates

logger = structlog.get_logger("gristmill.templates")


def make_ready(database: Database, settings: Settings) -> Path | None:
    """Migrate, and take over what the shipped templates say now.

    Returns:
        The backup copy, if there were tables that had to change.

    Raises:
        ConfigError: the file is not a database, or its folder cannot be written.
    """
    backup = bring_up_to_date(database, settings)
    try:
        with database.read() as session:
            behind = templates.outdated(session)
        if behind:  # most starts write nothing, and need not wait for a writer
            with database.write() as session:
                names = templates.sync(session, now=SystemClock().time())
            logger.info("templates.synced", count=len(names))
    except DatabaseError as error:
        raise ConfigError(f"The database {settings.database_path} cannot be used: {error.orig}.") from error
    return backup
