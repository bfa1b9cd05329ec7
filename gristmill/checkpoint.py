"""Checkpoints: bring a batch's Parquet files up to its committed rows. Rows first, files second, news third.

A crash between any two of these leaves files that are behind the rows, never ahead; `repair` closes the gap.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from gristmill.crash import CrashPoints
from gristmill.db import Database
from gristmill.events import EventLog
from gristmill.parquet import SEGMENT_ROWS, batch_dir, remove_segments, segment_rows, write_segment
from gristmill.services import Services
from gristmill.stores import batches, samples
from models import BatchHistory


def checkpointer_of(services: Services, batch: BatchHistory) -> Checkpointer:
    """Make the checkpointer of one batch."""
    return Checkpointer(
        database=services.database,
        log=services.log,
        data_dir=services.settings.data_dir,
        batch_pk=batch.id,
        batch_id=batch.batch_id,
        crash=services.crash,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpointer:
    """Writes one batch's segments; called from one thread at a time."""

    database: Database
    log: EventLog
    data_dir: Path
    batch_pk: int
    batch_id: str
    crash: CrashPoints

    @property
    def folder(self) -> Path:
        return batch_dir(self.data_dir, self.batch_id)

    def save(self, *, rows_in_files: int) -> int:
        """Write what is committed beyond the rows already in the files.

        Returns:
            The rows that the files hold now. With no rows at all an empty segment is written, so that the folder can be
            read from the start.
        """
        with self.database.read() as session:
            committed = session.get_one(BatchHistory, self.batch_pk).samples_generated
        if rows_in_files > committed or (rows_in_files == committed and rows_in_files > 0):
            return committed
        for index in range(rows_in_files // SEGMENT_ROWS, max(committed - 1, 0) // SEGMENT_ROWS + 1):
            self._write(index, committed)
        self._note(committed)
        return committed

    def repair(self) -> tuple[int, list[int]]:
        """Make every segment hold exactly the rows it should: after a crash, or when files were lost.

        Returns:
            The rows that the files hold now, and the segments that had to be written again.
        """
        return self._rewrite(only_wrong=True)

    def rebuild(self) -> tuple[int, list[int]]:
        """Write every segment anew from the rows."""
        return self._rewrite(only_wrong=False)

    def _rewrite(self, *, only_wrong: bool) -> tuple[int, list[int]]:
        with self.database.read() as session:
            batch = session.get_one(BatchHistory, self.batch_pk)
            committed, noted = batch.samples_generated, batch.checkpointed_count
        segments = max(committed - 1, 0) // SEGMENT_ROWS + 1
        remove_segments(self.folder, from_index=segments)
        found = segment_rows(self.folder)
        written = []
        for index in range(segments):
            wanted = min(SEGMENT_ROWS, committed - index * SEGMENT_ROWS)
            if not only_wrong or found.get(index) != wanted:
                self._write(index, committed)
                written.append(index)
        if noted != committed:
            self._note(committed)
        return committed, written

    def _note(self, rows: int) -> None:
        with self.database.write() as session:
            batch = session.get(BatchHistory, self.batch_pk)
            if batch is None:  # deleted while this was written
                shutil.rmtree(self.folder, ignore_errors=True)
                return
            batches.checkpoint_saved(session, self.log, batch, rows=rows)
            session.flush()
            self.crash.reach("checkpoint.written")
        self.crash.reach("checkpoint.committed")

    def _write(self, index: int, committed: int) -> None:
        first = index * SEGMENT_ROWS
        with self.database.read() as session:
            rows = samples.in_order(
                session, self.batch_pk, self.batch_id, first=first, count=min(SEGMENT_ROWS, committed - first)
            )
        write_segment(self.folder, index, rows, on_temporary=lambda: self.crash.reach("segment.temporary"))
        self.crash.reach("segment.replaced")
