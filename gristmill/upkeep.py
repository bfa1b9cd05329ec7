"""What the worker does beside the queue, by itself: repair files, resume what waited for space, clean up.

Everything here can be left out for a while without harm, and done twice without harm.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gristmill.checkpoint import checkpointer_of
from gristmill.intake import tidy as tidy_sources
from gristmill.lifecycle import PauseCause
from gristmill.removal import repair as repair_removals
from gristmill.retention import Retention
from gristmill.services import Services
from gristmill.stores import batches, queue, stale
from models import BatchHistory

EVERY_S = 5.0
T = TypeVar("T")

logger = structlog.get_logger("gristmill.upkeep")


class Upkeep:
    """Looks after one database's files and space, until cancelled."""

    def __init__(self, services: Services, filer: Executor) -> None:
        self._services = services
        self._filer = filer

    async def begin(self) -> None:
        """Settle what a crash left of deletions, before anything else is looked at."""
        await self._try(self._finish_removals)
        await self._try(functools.partial(tidy_sources, self._services))

    async def run(self) -> None:
        """Look after files and space until cancelled."""
        at_start = True
        retaining = asyncio.create_task(self._retention().run(self._filer))
        try:
            while True:
                await self._try(self._mind_space)
                for batch in await self._try(functools.partial(self._files_behind, at_start=at_start)) or []:
                    # One at a time: running batches need the thread too.
                    await self._try(functools.partial(self._repair, batch))
                at_start = False
                for batch in await self._try(self._files_stale) or []:
                    await self._refresh_all(batch)
                await asyncio.sleep(EVERY_S)
        finally:
            retaining.cancel()

    def _retention(self) -> Retention:
        settings = self._services.settings
        return Retention(
            self._services.database,
            self._services.clock,
            keep_attempts_days=settings.keep_attempts_days,
            keep_events_days=settings.keep_events_days,
            keep_responses_days=settings.keep_responses_days,
        )

    async def _try(self, work: Callable[[], T]) -> T | None:
        """Do one piece of work in the thread for files; what fails is tried again at the next round."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._filer, work)
        except (OSError, SQLAlchemyError) as error:
            logger.error("upkeep.failed", error=str(getattr(error, "orig", error))[:300])
            return None

    def _finish_removals(self) -> None:
        repair_removals(self._services)

    def _files_behind(self, *, at_start: bool) -> list[BatchHistory]:
        if self._services.storage.shortage():
            return []
        with self._services.database.read() as session:
            return batches.with_files_behind(session, drawn_by_clients=at_start)

    def _files_stale(self) -> list[BatchHistory]:
        if self._services.storage.shortage():
            return []
        with self._services.database.read() as session:
            return stale.batches(session)

    async def _refresh_all(self, batch: BatchHistory) -> None:
        """Rewrite a batch's marked segments in turn, each once in this round; one that fails waits for the next."""
        segment = 0
        while (seen := await self._try(functools.partial(self._refresh_next, batch, segment))) is not None:
            segment = seen + 1

    def _refresh_next(self, batch: BatchHistory, segment: int) -> int | None:
        with self._services.database.read() as session:
            seen = stale.first(session, batch.id, from_segment=segment)
        if seen is None:
            return None
        checkpointer_of(self._services, batch).refresh(seen)
        return seen.segment

    def _repair(self, batch: BatchHistory) -> None:
        rows, written = checkpointer_of(self._services, batch).repair()
        logger.warning("files.repaired", batch_id=batch.batch_id, rows=rows, segments=written)

    def _mind_space(self) -> None:
        """Resume, in their old order, what was paused for want of space once there is clearly enough."""
        storage = self._services.storage
        if not storage.has_recovered():
            return
        storage.keep_spare()
        with self._services.database.read() as session:
            if not batches.paused_by(session, PauseCause.STORAGE):
                return
        with self._services.database.write() as session:
            for batch in reversed(batches.paused_by(session, PauseCause.STORAGE)):
                queue.resume(session, self._services.log, batch, why="there is space again")
            session.flush()
            self._services.crash.reach("resume.written")
        self._services.crash.reach("resume.committed")
        self._services.bell.ring()
