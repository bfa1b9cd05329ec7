"""One run of one batch: runners fill slots, the recorder commits, checkpoints follow, until the run's end is known.

A run ends once and for one reason: all slots filled, a person's wish, a ceiling, a failure that no call can survive, or
shutdown. Whatever the reason, answers that have arrived are committed and the files brought up to the rows first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from gristmill.checkpoint import checkpointer_of
from gristmill.errors import FailureKind, ProviderError
from gristmill.generate import Generator
from gristmill.lifecycle import BatchStatus
from gristmill.limits.limiter import Limiter
from gristmill.limits.retry import Verdict, verdict
from gristmill.live import LiveBatch
from gristmill.outcome import Fate, Outcome
from gristmill.plan import Plan
from gristmill.prices import Price
from gristmill.progress import Ceiling, Rate
from gristmill.prompts import TEMPLATES
from gristmill.providers.base import Provider
from gristmill.pulse import Pulse
from gristmill.recorder import Recorder
from gristmill.services import Services
from gristmill.slots import Slot, SlotPool
from gristmill.stores import batches
from gristmill.stores.attempts import Author, Recorded, filled_slots, redraws
from models import BatchHistory

STOP_GRACE_S = 0.3  # calls about to answer are paid for: let them; a stop must still take effect within a second
SHUTDOWN_GRACE_S = 3.0
TROUBLE_S = 5.0  # pause after files could not be written
CHECKPOINT_SHARE = 10  # under load writing files may take a tenth of the time

logger = structlog.get_logger("gristmill.run")


@dataclass(frozen=True, slots=True)
class End:
    """How a run ends: the batch's next status and, unless completed, the sentence that says why."""

    status: BatchStatus
    reason: str | None = None
    grace_s: float = 0.0


class BatchRun:
    """Everything that lives as long as one claim of one batch."""

    def __init__(
        self,
        services: Services,
        batch: BatchHistory,
        *,
        provider: Provider,
        limiter: Limiter,
        price: Price | None,
        writer: Executor,
        filer: Executor,
    ) -> None:
        self._services = services
        self._settings = services.settings
        self._batch = batch
        self._batch_id = batch.batch_id
        self._target = batch.target_count
        self._provider = provider
        self._limiter = limiter
        self._filer = filer
        self._plan = _plan_of(batch)
        self._recorder = Recorder(
            database=services.database,
            batch_pk=batch.id,
            author=lambda: _author_of(batch, provider),  # when it has started: then it knows its weights
            clock=services.clock,
            writer=writer,
            on_recorded=self._on_recorded,
        )
        self._generator = Generator(
            provider=provider,
            model=str(batch.model),
            limiter=limiter,
            template=TEMPLATES[str(batch.template)],
            price=price,
            clock=services.clock,
            note=self._recorder.note,
        )
        self._checkpointer = checkpointer_of(services, batch)
        self._pool = self._open_slots()
        self._ceiling = self._set_ceiling()
        self._rate = Rate(services.clock.monotonic())
        self._kept = batch.samples_generated
        self._rows_in_files = 0
        self._runners: list[asyncio.Task[None]] = []
        self._last_sample: dict[str, Any] | None = None
        self._end: asyncio.Future[End] = asyncio.get_running_loop().create_future()
        self._file_now = asyncio.Event()
        self._pulse = Pulse(services, batch.id, read_live=self._live, on_stop_wish=self._on_stop_wish)

    async def run(self) -> End:
        """Generate until the end is known, settle everything, and write the end."""
        loop = asyncio.get_running_loop()
        recording = self._spawn(self._recorder.run)
        helpers = [self._spawn(self._pulse.run), self._spawn(self._checkpoint)]
        starting = self._spawn(self._start)
        end = await self._end
        await _cancel(starting)
        await self._land(end.grace_s)
        self._recorder.close()
        await asyncio.gather(recording, return_exceptions=True)
        await _cancel(*helpers)
        return await loop.run_in_executor(self._filer, self._write_end, end)

    async def _start(self) -> None:
        """Bring the files up to the rows, get the provider ready, and set the runners off."""
        loop = asyncio.get_running_loop()
        try:
            self._rows_in_files, repaired = await loop.run_in_executor(self._filer, self._checkpointer.repair)
        except OSError as error:
            folder = self._checkpointer.folder
            self.finish(End(BatchStatus.FAILED, f"The folder {folder} cannot be written: {error.strerror}."))
            return
        if repaired and self._kept:
            logger.info("files.repaired", batch_id=self._batch_id, segments=repaired)
        if self._pool.missing == 0:
            self.finish(End(BatchStatus.COMPLETED))
            return
        try:
            await self._provider.start()
        except ProviderError as error:
            self.finish(End(BatchStatus.FAILED, f"{error.kind}: {error.message}"))
            return
        self._runners = [self._spawn(self._fill_slots) for _ in range(self._width())]

    def finish(self, end: End) -> None:
        """End the run; the first reason counts."""
        if not self._end.done():
            self._pool.close()  # at once: a runner whose slot was just given back must not call again
            self._end.set_result(end)

    def look(self) -> None:
        """Look for a person's wish now rather than at the next pulse."""
        self._pulse.hurry()

    def _open_slots(self) -> SlotPool:
        with self._services.database.read() as session:
            return SlotPool(
                self._target,
                filled=filled_slots(session, self._batch.id),
                redraws=redraws(session, self._batch.id),
            )

    def _set_ceiling(self) -> Ceiling:
        return Ceiling(
            target=self._target,
            draws_per_sample=self._settings.max_attempts_per_sample,
            draws_in_a_row=self._settings.max_rejections_in_a_row,
            drawn=self._batch.samples_generated + self._batch.rejected_count,
        )

    def _width(self) -> int:
        own = self._provider.concurrency or self._settings.max_concurrency
        return max(1, min(own, self._settings.max_concurrency, self._pool.missing))

    def _spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        return asyncio.create_task(self._guarded(work))

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run one task of this run; whatever breaks it ends the batch with a reason instead of hanging it."""
        try:
            await work()
        except OperationalError as error:
            logger.error("run.storage_failed", batch_id=self._batch_id, error=str(error.orig))
            self.finish(End(BatchStatus.FAILED, f"The database could not be written: {error.orig}."))
        except Exception as error:
            logger.exception("run.task_failed", batch_id=self._batch_id)
            self.finish(End(BatchStatus.FAILED, f"Internal error: {type(error).__name__}. The log has the details."))

    async def _fill_slots(self) -> None:
        """Fill one slot after another; as many of these run as calls may be in flight."""
        while True:
            slot = await self._pool.take()
            outcome = await self._generator.fill(self._plan.brief(slot.number, slot.redraw))
            if _halts(outcome):
                self._pool.close()  # before it is committed: no call after this one can succeed
            await self._recorder.submit(outcome)

    def _on_recorded(self, recorded: Recorded) -> None:
        """Take in what was committed: slots, rate, ceilings, checkpoints, and whether the run is over."""
        kept = recorded.samples_generated - self._kept
        self._kept = recorded.samples_generated
        self._rate.add(self._services.clock.monotonic(), kept)
        self._last_sample = recorded.last_sample or self._last_sample
        for outcome in recorded.outcomes:
            self._settle_slot(outcome)
        if self._kept - self._rows_in_files >= self._settings.checkpoint_every:
            self._file_now.set()
        if self._pool.missing == 0:
            self.finish(End(BatchStatus.COMPLETED))
        elif reason := self._ceiling.reached(recorded.outcomes, kept=self._kept):
            self.finish(End(BatchStatus.FAILED, reason, STOP_GRACE_S))

    def _settle_slot(self, outcome: Outcome) -> None:
        if outcome.fate is Fate.KEPT:
            self._pool.mark_filled(outcome.slot)
        elif outcome.final:
            self._pool.give_back(Slot(outcome.slot, outcome.redraw))
            if _halts(outcome):
                remedy = " Check the provider's key." if outcome.reason == FailureKind.AUTHENTICATION else ""
                self.finish(End(BatchStatus.FAILED, f"{outcome.reason}: {outcome.message}{remedy}", STOP_GRACE_S))

    def _live(self) -> LiveBatch:
        now = self._services.clock.monotonic()
        return LiveBatch(
            batch_id=self._batch_id,
            current_sample=self._last_sample,
            rate_per_minute=self._rate.per_minute(now),
            eta_s=self._rate.eta_s(now, self._pool.missing, at_most=self._limiter.calls_per_minute),
            quota=self._limiter.state().as_json(),
            in_flight=len(self._generator.calling),
        )

    def _on_stop_wish(self) -> None:
        self.finish(End(BatchStatus.STOPPED, "Stopped by a person.", STOP_GRACE_S))

    async def _checkpoint(self) -> None:
        """Save every `checkpoint_every` samples; when they come faster than files are written, more at a time."""
        loop = asyncio.get_running_loop()
        while True:
            await self._file_now.wait()
            self._file_now.clear()
            start = loop.time()
            try:
                await loop.run_in_executor(self._filer, self._save)
            except (OSError, OperationalError) as error:
                # The rows are safe and the files can be rebuilt from them: say it, and try again after a while.
                logger.error("checkpoint.failed", batch_id=self._batch_id, error=str(error))
                await asyncio.sleep(TROUBLE_S)
            await asyncio.sleep((loop.time() - start) * (CHECKPOINT_SHARE - 1))
            if self._kept - self._rows_in_files >= self._settings.checkpoint_every:
                self._file_now.set()

    def _save(self) -> None:
        self._rows_in_files = self._checkpointer.save(rows_in_files=self._rows_in_files)
        self._services.database.fold_log()

    async def _land(self, grace_s: float) -> None:
        """Start no more calls, and give those that are out a moment to answer: what is paid for should be kept."""
        self._pool.close()
        runners, calling = self._runners, self._generator.calling
        await _cancel(*(runner for runner in runners if runner not in calling))
        deadline = asyncio.get_running_loop().time() + grace_s
        while calling and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        await _cancel(*runners)

    def _write_end(self, end: End) -> End:
        """Files first, then the status, so that an ended batch's files are whole."""
        try:
            self._save()
        except (OSError, OperationalError) as error:  # the next start of the worker repairs the files
            logger.error("checkpoint.failed", batch_id=self._batch_id, error=str(error))
        with self._services.database.write() as session:
            batch = session.get_one(BatchHistory, self._batch.id)
            if batch.samples_generated >= self._target:
                end = End(BatchStatus.COMPLETED)
            if end.status is BatchStatus.QUEUED:
                batches.requeue(session, self._services.log, batch, why=end.reason or "shutdown")
            else:
                batches.end(session, self._services.log, batch, end.status, reason=end.reason)
        self._services.board.clear(self._batch_id)
        return end


def _plan_of(batch: BatchHistory) -> Plan:
    return Plan(
        seed=batch.seed or 0,
        topic=batch.topic_filter,
        difficulty=batch.difficulty_filter,
        reasoning_instruction=batch.reasoning_instruction,
        temperature=batch.temperature,
    )


def _author_of(batch: BatchHistory, provider: Provider) -> Author:
    return Author(
        provider=provider.name, model=str(batch.model), model_sha256=provider.model_sha256, demo=provider.demo
    )


def _halts(outcome: Outcome) -> bool:
    """Say whether no further call of the batch can succeed."""
    return outcome.fate is Fate.FAILED and verdict(FailureKind(str(outcome.reason))) is Verdict.HALT


async def _cancel(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
