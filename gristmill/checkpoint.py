"""Checkpoints: bring a batch's Parquet files up to its committed rows. Rows first, files second, news third.

A crash between any two of these leaves files that are behind the rows, never ahead; `repair` closes the gap.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from gristmill.columns import Columns, columns_of
from gristmill.crash import CrashPoints
from gristmill.db import Database
from gristmill.events import EventLog
from gristmill.lifecycle import BatchKind
from gristmill.parquet import SEGMENT_ROWS, batch_dir, has_columns, remove_segments, segment_rows, write_segment
from gristmill.services import Services
from gristmill.stores import batches, fields, samples, stale
from gristmill.stores.stale import Mark
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
        has_files=batch.kind != BatchKind.ENRICHMENT,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpointer:
    """Writes one batch's segments; called from one thread at a time.

    An enrichment has no files: what it changes are rows of other batches, whose segments are marked.
    """

    database: Database
    log: EventLog
    data_dir: Path
    batch_pk: int
    batch_id: str
    crash: CrashPoints
    has_files: bool = True

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
        if not self.has_files:
            self._note(committed)
            return committed
        columns = self._columns()
        for index in range(rows_in_files // SEGMENT_ROWS, max(committed - 1, 0) // SEGMENT_ROWS + 1):
            self._write(index, committed, columns)
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

    def refresh(self, seen: Mark) -> None:
        """Write a marked segment anew, with the rows that the files hold already, and take its mark away.

        A change meanwhile has raised the mark, which then stays. Where the columns have changed, the segments beside
        this one are marked in their turn, so that in the end all of the batch have the same.
        """
        index, columns = seen.segment, self._columns()
        with self.database.read() as session:
            filed = session.get_one(BatchHistory, self.batch_pk).checkpointed_count
        outdated = []
        if index * SEGMENT_ROWS < filed and self.folder.is_dir():  # else it comes with the next checkpoint or rebuild
            self._write(index, filed, columns)
            self.crash.reach("refresh.replaced")
            last = (filed - 1) // SEGMENT_ROWS
            beside = [other for other in (index - 1, index + 1) if 0 <= other <= last]
            outdated = [other for other in beside if not has_columns(self.folder, other, columns)]
        with self.database.write() as session:
            if session.get(BatchHistory, self.batch_pk) is None:  # deleted while this was written
                shutil.rmtree(self.folder, ignore_errors=True)
                return
            stale.mark_segments(session, self.batch_pk, outdated)
            stale.clear(session, self.batch_pk, seen)
            session.flush()
            self.crash.reach("refresh.written")
        self.crash.reach("refresh.committed")

    def _columns(self) -> Columns:
        with self.database.read() as session:
            return columns_of(fields.schemas_of(session, self.batch_pk))

    def _rewrite(self, *, only_wrong: bool) -> tuple[int, list[int]]:
        with self.database.read() as session:
            batch = session.get_one(BatchHistory, self.batch_pk)
            committed, noted = batch.samples_generated, batch.checkpointed_count
        written = self._rewrite_files(committed, only_wrong=only_wrong) if self.has_files else []
        if noted != committed:
            self._note(committed)
        return committed, written

    def _rewrite_files(self, committed: int, *, only_wrong: bool) -> list[int]:
        segments = max(committed - 1, 0) // SEGMENT_ROWS + 1
        remove_segments(self.folder, from_index=segments)
        found, columns = segment_rows(self.folder), self._columns()
        written = []
        for index in range(segments):
            is_whole = found.get(index) == min(SEGMENT_ROWS, committed - index * SEGMENT_ROWS)
            if not (only_wrong and is_whole and has_columns(self.folder, index, columns)):
                self._write(index, committed, columns)
                written.append(index)
        return written

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

    def _write(self, index: int, committed: int, columns: Columns) -> None:
        first = index * SEGMENT_ROWS
        with self.database.read() as session:
            rows = samples.in_order(
                session, self.batch_pk, self.batch_id, first=first, count=min(SEGMENT_ROWS, committed - first)
            )
        write_segment(
            self.folder, index, rows, columns=columns, on_temporary=lambda: self.crash.reach("segment.temporary")
        )
        self.crash.reach("segment.replaced")
