"""Exactly one worker per database: a file lock beside it, released by the system however its holder dies."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout


class WorkerLock:
    """The right to work on one database's queue."""

    def __init__(self, database_path: Path) -> None:
        self._lock = FileLock(f"{database_path}.worker.lock", thread_local=False)

    def acquire(self, timeout_s: float = 0) -> bool:
        """Take the right, or say False when another process has kept it for `timeout_s`."""
        try:
            self._lock.acquire(timeout=timeout_s)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        self._lock.release()

    def is_held_elsewhere(self) -> bool:
        """Probe whether another process works on this database; only for a process that does not."""
        if not self.acquire():
            return True
        self.release()
        return False
