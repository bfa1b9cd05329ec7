"""The database edge: SQLite in WAL with explicit transactions, and one fair line of writers.

A reader gets a snapshot (BEGIN); a writer gets the write lock before its first read (BEGIN IMMEDIATE), so "look, then
write" cannot interleave with another writer. News of a transaction goes out after its commit and never otherwise.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

BUSY_TIMEOUT_MS = 5000  # how long a writer waits for another process; research on this project's own load
POOL_OPTIONS: dict[str, Any] = {"pool_size": 16, "max_overflow": 112, "pool_timeout": 10}
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",  # power loss may cost the last commits, never the file
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_size_limit=67108864",
    # Folding the log into the file costs a flush to disk, which a writer should not wait for with the lock in hand:
    # `fold_log` does it every so often, and this only bounds the log (32 MB) should nobody call it.
    "PRAGMA wal_autocheckpoint=8192",
)
_AFTER_COMMIT = "after_commit"

logger = structlog.get_logger("gristmill.db")


class FairLock:
    """A lock that is granted in order of arrival.

    The worker commits back to back under load; with a plain lock it would take the lock again before a waiting request
    wakes, and starve it.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiters: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiters.append(turn)
        turn.acquire()  # ownership is handed over by __exit__

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiters:
                self._waiters.popleft().release()
            else:
                self._held = False


class _HintCompiler(SQLiteCompiler):
    """Writes `with_hint(table, "INDEXED BY ...")`, which SQLAlchemy passes over for SQLite.

    Without statistics of its own SQLite takes whatever index a filter names first, and then reads the rows one by one.
    """

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        return text


class Database:
    """Sessions on one engine. Readers run side by side; writers of this process stand in line."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        engine.dialect.statement_compiler = _HintCompiler
        self._write_engine = engine.execution_options(gristmill_write=True)
        self._writer = FairLock()
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a read-only view of one moment."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open one write transaction: committed at the end, rolled back on any exception, then its news is told."""
        with self._writer, Session(self._write_engine, expire_on_commit=False) as session:
            session.info[_AFTER_COMMIT] = []
            with session.begin():
                yield session
            for tell in session.info[_AFTER_COMMIT]:
                tell()

    def fold_log(self) -> None:
        """Move what is in the write-ahead log into the database file, beside readers and writers, if it can be done."""
        connection = self.engine.raw_connection()  # outside of any transaction
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.OperationalError as error:  # a full disk, say: the log goes on holding what it holds
            logger.warning("database.log_not_folded", error=str(error))
        finally:
            connection.close()

    def close(self) -> None:
        self.engine.dispose()


def after_commit(session: Session, tell: Callable[[], None]) -> None:
    """Call `tell` once the session's transaction has committed, in order of registration."""
    session.info[_AFTER_COMMIT].append(tell)


def open_database(url: str) -> Database:
    """Open a database outside Flask: the worker alone, commands, tests."""
    return Database(create_engine(url, **POOL_OPTIONS))


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own transactions would leave reads outside of them
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _on_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("gristmill_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
