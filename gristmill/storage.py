"""Space on the disks that data goes to: whether there is enough, and a little that is kept for writing down the end.

A disk is shared with others, so it can fill up at any moment. Batches pause while less than the reserve is free; the
spare file gives back the room for the rows and statuses that are written then.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import structlog

SPARE_BYTES = 4 * 2**20  # a few thousand samples and the statuses of their batches
LEAST_BYTES = 2**20  # below this nothing can be relied on to be written, whatever reserve is asked for
COMFORT = 1.25  # go on only with so much more than the reserve, so that pauses do not flutter

logger = structlog.get_logger("gristmill.storage")


class Storage:
    """Watches the folders of the database and of the data."""

    def __init__(self, *, database_path: Path, data_dir: Path, reserve_bytes: int) -> None:
        self._folders = {database_path.parent, data_dir}
        self._reserve_bytes = max(reserve_bytes, LEAST_BYTES)
        self._spare = database_path.with_name(f".{database_path.name}.spare")

    def shortage(self) -> str | None:
        """Say in one sentence what is wrong, or None while there is enough space."""
        return self._short_of(self._reserve_bytes)

    def has_recovered(self) -> bool:
        """Tell whether there is clearly enough again: also for the spare, which was given up for the pause."""
        spare = 0 if self._spare.exists() else 2 * SPARE_BYTES
        return self._short_of(max(int(self._reserve_bytes * COMFORT), self._reserve_bytes + spare)) is None

    def keep_spare(self) -> None:
        """Set the spare space aside, if there is room for it."""
        if self._spare.exists() or self.shortage():
            return
        try:
            with self._spare.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, SPARE_BYTES)
        except OSError as error:
            self._spare.unlink(missing_ok=True)
            logger.warning("storage.no_spare", error=error.strerror)

    def use_spare(self) -> None:
        """Give the spare space back to the disk."""
        self._spare.unlink(missing_ok=True)

    def _short_of(self, wanted_bytes: int) -> str | None:
        for folder in self._folders:
            try:
                free = shutil.disk_usage(folder).free
            except OSError:
                continue  # not made yet
            if free < wanted_bytes:
                return (
                    f"The disk is full: {free // 2**20} MB are free where {folder} lies, and"
                    f" {self._reserve_bytes // 2**20} MB are kept in reserve. Free some space; the batch then goes on."
                )
        return None


def is_full(error: BaseException) -> bool:
    """Tell whether a failure means that a disk is full."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    cause = getattr(error, "orig", error)
    return isinstance(cause, sqlite3.Error) and "full" in str(cause)
