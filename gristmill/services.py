"""The frozen bundle of wired parts that the door hands to routes and worker."""

from __future__ import annotations

from dataclasses import dataclass

from gristmill.clock import Clock, SystemClock
from gristmill.crash import CrashPoints
from gristmill.db import Database
from gristmill.desk import Desk
from gristmill.events import EventLog, Hub
from gristmill.live import Bell, LiveBoard
from gristmill.lock import WorkerLock
from gristmill.settings import Settings
from gristmill.storage import Storage
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
    desk: Desk
    history: History
    storage: Storage
    crash: CrashPoints
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
        desk=Desk(),
        history=History(board, settings.data_dir, clock),
        worker_lock=WorkerLock(settings.database_path),
        storage=Storage(
            database_path=settings.database_path,
            data_dir=settings.data_dir,
            reserve_bytes=settings.reserve_mb * 2**20,
        ),
        crash=CrashPoints(settings.crash_at),
    )
