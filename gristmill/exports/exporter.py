"""The exporter: a thread that makes one export, or one push, at a time, in the process that holds the worker's lock.

What a killed process left running is begun anew. An export that has to stop leaves nothing behind.
"""

from __future__ import annotations

import errno
import os
import threading
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gristmill.errors import GristmillError, HubNotConfigured, InvalidRequest
from gristmill.export_schemas import StartExport
from gristmill.exports import archive
from gristmill.exports.build import Build, Built
from gristmill.exports.hub import PushFailed, push
from gristmill.exports.parts import Parts
from gristmill.lifecycle import ExportStatus
from gristmill.storage import is_full
from gristmill.stores import exports
from models import Export

POLL_S = 0.5
TROUBLE_S = 5.0  # pause after the database could not be used
BEAT_S = 0.5  # between two looks at whether to stop, each of which also writes the progress
STOP_S = 5.0
DISK_FULL = "The disk is full: free some space, then start the export again."

logger = structlog.get_logger("gristmill.exporter")


class Halted(GristmillError):
    """The export stops here: a person cancelled it, or the process ends."""


class Exporter:
    """Works on one database's exports from `start` until `stop`."""

    def __init__(self, services: Parts) -> None:
        self._services = services
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._main, name="exporter", daemon=True)

    def start(self) -> None:
        """Start the thread; the caller holds the worker's lock."""
        self._thread.start()

    def stop(self) -> None:
        """Stop within a second; what was under way begins anew at the next start."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)  # a push that waits for the Hub is left behind

    def run_waiting(self) -> int:
        """Make all exports and pushes that wait; says how many."""
        count = 0
        while not self._stopping.is_set() and self._one():
            count += 1
        return count

    def sweep(self) -> None:
        """Remove what a killed process left on the disk."""
        with self._services.database.read() as session:
            finished = exports.finished_ids(session)
        if removed := archive.sweep(self._services.settings.data_dir, finished):
            logger.warning("exports.swept", removed=removed)

    def _main(self) -> None:
        is_swept = False
        while not self._stopping.is_set():
            pause_s = POLL_S
            try:
                if not is_swept:
                    self.sweep()
                is_swept = True
                self.run_waiting()
            except (SQLAlchemyError, OSError) as error:  # what was under way is still marked as running: it comes next
                logger.error("exporter.trouble", error=str(getattr(error, "orig", error))[:300])
                pause_s = TROUBLE_S
            self._stopping.wait(pause_s)

    def _one(self) -> bool:
        with self._services.database.read() as session:
            waits, pushed = exports.any_waiting(session), exports.next_push(session)
        if waits:
            with self._services.database.write() as session:
                row = exports.take_next(session, self._services.log)
            if row is not None:
                self._export(row)
            return True
        if pushed is not None:
            self._push(pushed)
        return pushed is not None

    def _export(self, row: Export) -> None:
        log = logger.bind(export_id=row.export_id)
        log.info("export.started", format=row.format)
        try:
            built = self._build(row)
        except Halted:
            if not self._stopping.is_set():
                self._end(row, ExportStatus.CANCELLED)
            return
        except InvalidRequest as error:  # what was chosen has gone meanwhile
            self._end(row, ExportStatus.FAILED, str(error))
        except OSError as error:
            sentence = DISK_FULL if is_full(error) else f"The files could not be written: {error.strerror}."
            self._end(row, ExportStatus.FAILED, sentence)
        except SQLAlchemyError:
            raise
        except Exception as error:  # the outermost guard: one export's fault must not end the thread
            log.exception("export.crashed")
            self._end(row, ExportStatus.FAILED, f"Internal error: {type(error).__name__}. The log has the details.")
        else:
            self._complete(row, built)

    def _build(self, row: Export) -> Built:
        build = Build(
            database=self._services.database,
            data_dir=self._services.settings.data_dir,
            export_id=row.export_id,
            created_at=row.created_at,
            order=StartExport.model_validate_json(row.request),
            beat=Beat(services=self._services, export_pk=row.id, stopping=self._stopping),
        )
        return build.run()

    def _complete(self, row: Export, built: Built) -> None:
        self._services.crash.reach("export.renamed")
        with self._services.database.write() as session:
            found = session.get(Export, row.id)
            if found is None:  # cannot be deleted while it runs; if it is gone all the same, so is its file
                built.path.unlink(missing_ok=True)
                return
            exports.complete(
                session,
                self._services.log,
                found,
                size_bytes=built.size_bytes,
                sha256=built.sha256,
                summary=built.summary,
            )
        logger.info("export.completed", export_id=row.export_id, rows=built.summary["counts"]["rows"])

    def _end(self, row: Export, status: ExportStatus, error: str | None = None) -> None:
        with self._services.database.write() as session:
            exports.end(session, self._services.log, session.get_one(Export, row.id), status, error=error)
        logger.info("export.ended", export_id=row.export_id, status=status.value, error=error)

    def _push(self, row: Export) -> None:
        wish = exports.as_json(row)["push"]
        self._note_push(row, "running")
        try:
            url = push(self._services.settings, row.export_id, repo_id=wish["repo_id"], private=wish["private"])
        except (PushFailed, HubNotConfigured) as error:
            self._note_push(row, "failed", error=str(error))
        except OSError as error:  # no connection, or no archive, or no space to unpack it
            self._note_push(row, "failed", error=DISK_FULL if is_full(error) else f"It failed: {type(error).__name__}.")
        except Exception as error:  # what an optional package raises is not ours to list
            logger.exception("push.crashed", export_id=row.export_id)
            self._note_push(row, "failed", error=f"It failed: {type(error).__name__}. The log has the details.")
        else:
            self._note_push(row, "completed", url=url)

    def _note_push(self, row: Export, status: str, *, url: str | None = None, error: str | None = None) -> None:
        with self._services.database.write() as session:
            found = session.get(Export, row.id)
            if found is not None:
                exports.note_push(session, self._services.log, found, status, url=url, error=error)


@dataclass(slots=True, kw_only=True)
class Beat:
    """Looks every half second whether to go on, and writes how far the export is."""

    services: Parts
    export_pk: int
    stopping: threading.Event
    _due: float = field(default=0.0)

    def __call__(self, done: int, total: int) -> None:
        """Go on.

        Raises:
            Halted: cancelled, or the process ends.
            OSError: less space is left than the reserve.
        """
        if self.stopping.is_set():
            raise Halted("the process ends")
        now = self.services.clock.monotonic()
        if now < self._due:
            return
        self._due = now + BEAT_S
        if self.services.storage.shortage():
            raise full_disk()
        with self.services.database.write() as session:
            if exports.note_progress(session, self.services.log, self.export_pk, done=done, total=total):
                raise Halted("a person cancelled it")


def full_disk() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
