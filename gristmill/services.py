"""The frozen bundle of wired parts that the door hands to routes and worker."""

from __future__ import annotations

from dataclasses import dataclass

from gristmill.clock import Clock, SystemClock
from gristmill.db import Database
from gristmill.events import EventLog, Hub
from gristmill.live import Bell, LiveBoard
from gristmill.lock import WorkerLock
from gristmill.settings import Settings
from gristmill.stores.history import History


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    clock: Clock
    database: Database
    hub: Hub
    log: EventLog
    board: LiveBoard
    bell: Bell
    history: History
    worker_lock: WorkerLock


def build_services(settings: Settings, database: Database, clock: Clock | None = None) -> Services:
    """Wire the parts of one process; starts nothing."""
    clock = clock or SystemClock()
    hub = Hub(clock)
    board = LiveBoard()
    return Services(
        settings=settings,
        clock=clock,
        database=database,
        hub=hub,
        log=EventLog(hub, clock),
        board=board,
        bell=Bell(),
        history=History(board, settings.data_dir),
        worker_lock=WorkerLock(settings.database_path),
    )
