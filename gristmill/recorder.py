"""The recorder: outcomes in, committed rows out. What arrives while one transaction runs goes into the next.

One task on the worker's loop and one writer thread; nobody else writes samples. An outcome is only news once it is a
row.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_fixed

from gristmill.outcome import Outcome
from gristmill.services import Services
from gristmill.stores.attempts import Author, Recorded, prepare, record
from gristmill.stores.duplicates import Near

MAX_GROUP = 512  # outcomes in one transaction: bounds the time the write lock is held to some 10 ms
# A locked database or a full disk is waited for as long as the run lasts, with no new calls; only a run that is to end
# gives up, after this long, so that a shutdown does not hang.
PATIENCE_S = 8.0
STALL_S = 1.0  # a commit that takes longer holds the runners back: what they would pay for is in memory only

logger = structlog.get_logger("gristmill.recorder")


class Recorder:
    """Commits the outcomes of one run, in order of arrival."""

    def __init__(
        self,
        services: Services,
        *,
        batch_pk: int,
        author: Callable[[], Author],
        writer: Executor,
        on_recorded: Callable[[Recorded], None],
        near: Near | None = None,
    ) -> None:
        self._database = services.database
        self._clock = services.clock
        self._crash = services.crash
        self._batch_pk = batch_pk
        self._author = author
        self._writer = writer
        self._on_recorded = on_recorded
        self._near = near
        self._keep_bytes = services.settings.keep_response_kb * 1024
        self._waiting: list[Outcome] = []
        # What waits is lost at a kill, and it is paid for: no more of it than calls may be out.
        self._max_waiting = services.settings.max_concurrency
        self._arrived = asyncio.Event()
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._closing = False
        self._patience_s = PATIENCE_S

    def note(self, outcome: Outcome) -> None:
        """Hand over an outcome without waiting."""
        self._waiting.append(outcome)
        self._arrived.set()
        if len(self._waiting) >= self._max_waiting:
            self._has_room.clear()

    async def submit(self, outcome: Outcome) -> None:
        """Hand over an outcome, and wait while the database is too far behind."""
        self.note(outcome)
        await self._has_room.wait()

    def close(self, patience_s: float = PATIENCE_S) -> None:
        """Let `run` return once everything handed over is committed, or cannot be for `patience_s`."""
        self._closing, self._patience_s = True, patience_s
        self._arrived.set()

    def limit_patience(self, patience_s: float) -> None:
        """Wait no longer than this, now or once closed: what is still in flight may be handed over until then."""
        self._patience_s = min(self._patience_s, patience_s)

    async def run(self) -> None:
        """Commit until closed.

        Raises:
            SQLAlchemyError: the database could not be written, and the run is to end: what waited is lost.
        """
        while self._waiting or not self._closing:
            if not self._waiting:
                self._arrived.clear()
                await self._arrived.wait()
                continue
            group, self._waiting = self._waiting[:MAX_GROUP], self._waiting[MAX_GROUP:]
            self._on_recorded(await self._commit(group))
            if len(self._waiting) < self._max_waiting:
                self._has_room.set()

    async def _commit(self, group: list[Outcome]) -> Recorded:
        """The write lock may be another process's for a while, and a full disk may be emptied: paid samples wait."""
        retrying = AsyncRetrying(
            retry=retry_if_exception_type((OperationalError, PoolTimeout)),
            wait=wait_fixed(1),
            stop=lambda state: self._closing and (state.seconds_since_start or 0.0) > self._patience_s,
            before_sleep=self._hold_runners,
            sleep=self._clock.sleep,
            reraise=True,
        )
        stalled = asyncio.get_running_loop().call_later(STALL_S, self._has_room.clear)
        try:
            return await retrying(self._store_in_thread, group)
        finally:
            stalled.cancel()

    def _hold_runners(self, state: RetryCallState) -> None:
        """Let no runner make another call that could not be stored; the next commit that succeeds lets them go on."""
        self._has_room.clear()
        if state.attempt_number == 1:
            logger.error(
                "recorder.waits_for_database",
                batch_pk=self._batch_pk,
                error=str(state.outcome.exception() if state.outcome else None)[:300],
            )

    async def _store_in_thread(self, group: list[Outcome]) -> Recorded:
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._store, group)

    def _store(self, group: list[Outcome]) -> Recorded:
        try:
            return self._look_and_write(group)
        except IntegrityError:  # between look and write a person has edited a sample into what one of these says
            return self._look_and_write(group)

    def _look_and_write(self, group: list[Outcome]) -> Recorded:
        with self._database.read() as session:
            ready = prepare(
                session,
                self._batch_pk,
                self._author(),
                group,
                now=self._clock.time(),
                near=self._near,
                keep_bytes=self._keep_bytes,
            )
        self._crash.reach("sample.answered")
        with self._database.write() as session:
            recorded = record(session, ready)
            session.flush()
            self._crash.reach("sample.written")
        self._crash.reach("sample.committed")
        return recorded
