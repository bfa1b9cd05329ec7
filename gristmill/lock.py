"""Exactly one worker per database: a file lock beside it, released by the system however its holder dies."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout


class WorkerLock:
    """The right to work on one database's queue."""

    def __init__(self, database_path: Path) -> None:
        self._path = f"{database_path}.worker.lock"
        self._lock = FileLock(self._path, thread_local=False)

    def acquire(self, timeout_s: float = 0) -> bool:
        """Take the right, or say False when another process has kept it for `timeout_s`."""
        try:
            self._lock.acquire(timeout=timeout_s)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        self._lock.release()

    def is_held(self) -> bool:
        """Probe whether any process, this one included, works on this database."""
        probe = FileLock(self._path, thread_local=False)
        try:
            probe.acquire(timeout=0)
        except Timeout:
            return True
        probe.release()
        return False
