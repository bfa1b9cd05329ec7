"""Deleting a batch: rows and files go, or neither.

The folder is hidden inside the transaction that deletes the rows, and removed for good after its commit. A crash in
between leaves a hidden folder, and whether the row still exists says which way to go on.
"""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.db import after_commit
from gristmill.parquet import batch_dir, sync_folder
from gristmill.services import Services
from gristmill.stores import batches, enrichments
from models import BatchHistory, Event

MARK = ".deleted-"

logger = structlog.get_logger("gristmill.removal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where a batch's files lie, and where they lie hidden while it is deleted."""

    shown: Path
    hidden: Path

    def hide(self) -> None:
        """Take the files out of sight in one step, durably; nothing happens where there are none.

        Raises:
            OSError: the folder cannot be renamed.
        """
        if self.shown.exists():
            self.shown.rename(self.hidden)
            sync_folder(self.hidden.parent)

    def show(self) -> None:
        """Take `hide` back, if it was done."""
        if self.hidden.exists() and not self.shown.exists():
            self.hidden.rename(self.shown)
            sync_folder(self.shown.parent)

    def clear(self) -> None:
        """Remove hidden files; what cannot be removed is tried again at the worker's next start."""
        shutil.rmtree(self.hidden, ignore_errors=True)
        if self.hidden.exists():
            logger.warning("removal.files_left", folder=str(self.hidden))


def folders_of(data_dir: Path, batch_id: str) -> Folders | None:
    """Name the folders of a batch; None when its id is not of our own making, because it has no files then."""
    try:
        shown = batch_dir(data_dir, batch_id)
    except ValueError:
        return None
    return Folders(shown=shown, hidden=shown.with_name(f"{MARK}{batch_id}"))


def remove(services: Services, batch_id: str) -> None:
    """Delete an ended batch with its items, samples, attempts, events and files.

    Raises:
        NotFound: there is no such batch.
        IllegalMove: it has not ended.
        OSError: its folder cannot be renamed; nothing is deleted.
    """
    with ExitStack() as undo:
        with services.database.write() as session:
            folders = delete_rows(services, session, batch_id)
            if folders is not None:
                undo.callback(folders.show)
                folders.hide()
            services.crash.reach("removal.hidden")
        undo.pop_all()  # from here on the batch is gone
    services.crash.reach("removal.committed")
    services.board.clear(batch_id)
    if folders is not None:
        services.database.fold_log()  # a power cut must not bring the rows back once the files are gone
        folders.clear()


def delete_rows(services: Services, session: Session, batch_id: str) -> Folders | None:
    """Delete a batch's rows in the caller's transaction; answers where its files are, if it can have any."""
    batch = batches.find(session, batch_id)
    enrichments.refuse_orphaning(session, batch)
    facts = {"batch_id": batch.batch_id, "status": "deleted", "was": batch.status}
    now = iso(services.clock.time())
    # A fact without a batch stays: were the newest event deleted, readers would miss the one that gets its id again.
    session.add(Event(at=now, kind="batch.deleted", data=json.dumps(facts)))
    session.flush()
    batches.remove(session, batch)
    after_commit(session, lambda: services.hub.publish("batch.deleted", {**facts, "at": now}))
    return folders_of(services.settings.data_dir, batch.batch_id)


def repair(services: Services) -> None:
    """Finish, or take back, deletions that a crash cut off; the log says which."""
    for hidden in sorted((services.settings.data_dir / "batches").glob(f"{MARK}*")):
        batch_id = hidden.name.removeprefix(MARK)
        folders = folders_of(services.settings.data_dir, batch_id)
        if folders is not None:
            _settle(services, folders, batch_id)


def _settle(services: Services, folders: Folders, batch_id: str) -> None:
    with services.database.write() as session:  # so that no deletion is under way meanwhile
        exists = session.scalar(select(BatchHistory.id).where(BatchHistory.batch_id == batch_id)) is not None
        if exists and not folders.shown.exists():
            folders.show()
            logger.warning("removal.taken_back", batch_id=batch_id, why="its rows had not been deleted yet")
            return
    folders.clear()  # its batch is gone, or has written its files anew since
    logger.warning("removal.finished", batch_id=batch_id)
