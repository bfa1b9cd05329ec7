"""One run of one batch: runners fill slots, the recorder commits, checkpoints follow, until the run's end is known.

A run ends once and for one reason: nothing is left to draw, a person's wish, a failure that no call can survive, a full
disk, or shutdown. Whatever the reason, answers that have arrived are committed and the files brought up to the rows.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gristmill.checkpoint import checkpointer_of
from gristmill.drawing import Drawing, Failure, Tools, halts, why_halted
from gristmill.ends import PAUSED, SHUTDOWN_GRACE_S, STOP_GRACE_S, STOPPED, End, as_rows_say, pause_for_provider
from gristmill.errors import ProviderError
from gristmill.lifecycle import BatchStatus, PauseCause
from gristmill.limits.limiter import Limiter
from gristmill.live import LiveBatch
from gristmill.progress import Rate
from gristmill.pulse import Pulse
from gristmill.services import Services
from gristmill.storage import is_full
from gristmill.stores import batches, queue
from gristmill.stores.attempts import Recorded
from gristmill.stores.endings import complete
from models import BatchHistory, Item

TROUBLE_S = 5.0  # pause after files could not be written
CHECKPOINT_SHARE = 10  # under load writing files may take a tenth of the time
WAIT_TOLD_S, WAITS_TOLD_EVERY_S = 5.0, 60.0  # shorter waits for quota are not worth a line in the log, nor each one

logger = structlog.get_logger("gristmill.run")


class BatchRun:
    """Everything that lives as long as one claim of one batch."""

    def __init__(self, services: Services, batch: BatchHistory, tools: Tools) -> None:
        self._services = services
        self._settings = services.settings
        self._batch = batch
        self._batch_id = batch.batch_id
        self._tools = tools
        self._drawing = Drawing(services, batch, tools, on_recorded=self._on_recorded)
        self._pool = self._drawing.pool
        self._checkpointer = checkpointer_of(services, batch)
        self._rate = Rate(services.clock.monotonic())
        self._kept = batch.samples_generated
        self._rows_in_files: int | None = None  # not known before the files were looked at
        self._runners: list[asyncio.Task[None]] = []
        self._notes: set[asyncio.Task[None]] = set()
        self._patience_s = math.inf
        self._last_sample: dict[str, Any] | None = None
        self._wait_told_at = -math.inf
        self._end: asyncio.Future[End] = asyncio.get_running_loop().create_future()
        self._file_now = asyncio.Event()
        self._pulse = Pulse(services, batch.id, read_live=self._live, on_look=self._on_look)

    async def run(self) -> End:
        """Generate until the end is known, settle everything, and write the end."""
        loop = asyncio.get_running_loop()
        recording = self._spawn(self._drawing.recorder.run)
        helpers = [self._spawn(self._pulse.run), self._spawn(self._checkpoint)]
        starting = self._spawn(self._start)
        end = await self._end
        await _cancel(starting)
        await self._land(end.grace_s)
        self._drawing.recorder.close(min(end.patience_s, self._patience_s))
        await asyncio.gather(recording, *self._notes, return_exceptions=True)
        await _cancel(*helpers)
        return await loop.run_in_executor(self._tools.filer, self._write_end, end)

    async def _start(self) -> None:
        """Bring the files up to the rows, get the provider ready, and set the runners off."""
        loop = asyncio.get_running_loop()
        try:
            self._rows_in_files, repaired = await loop.run_in_executor(self._tools.filer, self._checkpointer.repair)
        except OSError as error:
            if is_full(error):
                raise
            folder = self._checkpointer.folder
            self.finish(End(BatchStatus.FAILED, f"The folder {folder} cannot be written: {error.strerror}."))
            return
        if repaired and self._kept:
            logger.info("files.repaired", batch_id=self._batch_id, segments=repaired)
        if self._pool.missing == 0:
            self.finish(End(BatchStatus.COMPLETED))
            return
        try:
            await self._tools.provider.start()
        except ProviderError as error:
            self.finish(pause_for_provider(f"{error.kind}: {error.message}"))
            return
        self._set_off()

    @property
    def limiter(self) -> Limiter:
        """The gate that its calls pass."""
        return self._tools.limiter

    def finish(self, end: End) -> None:
        """End the run; the first reason counts."""
        if not self._end.done():
            self._pool.close()  # at once: a runner whose slot was just given back must not call again
            self._end.set_result(end)
        elif end.patience_s < math.inf:  # a shutdown cannot wait for space on the disk
            self._patience_s = end.patience_s
            self._drawing.recorder.limit_patience(end.patience_s)

    def look(self) -> None:
        """Look for a person's wish now rather than at the next pulse."""
        self._pulse.hurry()

    def _set_off(self) -> None:
        """Have as many runners as calls may be in flight, and no more than samples are missing."""
        if self._pool.missing == 0:  # targets may have been lowered meanwhile
            self.finish(End(BatchStatus.COMPLETED, grace_s=STOP_GRACE_S))
            return
        own = self._tools.provider.concurrency or self._settings.max_concurrency
        width = max(1, min(own, self._settings.max_concurrency, self._pool.missing))
        self._runners += [self._spawn(self._fill_slots) for _ in range(width - len(self._runners))]

    def _spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        return asyncio.create_task(self._guarded(work))

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run one task of this run; whatever breaks it ends the run with a reason instead of hanging it."""
        try:
            await work()
        except (OSError, OperationalError, PoolTimeout) as error:
            said = getattr(error, "orig", error)
            logger.error("run.storage_failed", batch_id=self._batch_id, error=str(said))
            if is_full(error):
                self._pause_for_storage("The disk is full. Free some space; the batch then goes on.")
            elif isinstance(error, OSError):
                self.finish(End(BatchStatus.FAILED, f"The files could not be written: {said}.", SHUTDOWN_GRACE_S))
            else:  # locked by another process, say: not the batch's fault
                self.finish(End(BatchStatus.QUEUED, "the database could not be used", SHUTDOWN_GRACE_S))
        except Exception as error:
            logger.exception("run.task_failed", batch_id=self._batch_id)
            self.finish(End(BatchStatus.FAILED, f"Internal error: {type(error).__name__}. The log has the details."))

    async def _fill_slots(self) -> None:
        """Fill one slot after another; as many of these run as calls may be in flight."""
        while True:
            slot = await self._pool.take()
            outcome = await self._drawing.draw(slot)
            if halts(outcome):
                self._pool.close()  # before it is committed: no call after this one can succeed
            await self._drawing.recorder.submit(outcome)

    def _on_recorded(self, recorded: Recorded) -> None:
        """Take in what was committed: slots, rate, ceilings, checkpoints, and whether the run is over."""
        kept = recorded.samples_generated - self._kept
        self._kept = recorded.samples_generated
        self._rate.add(self._services.clock.monotonic(), kept)
        self._last_sample = recorded.last_sample or self._last_sample
        failures = self._drawing.settle(recorded)
        for failure in failures:
            self._note(lambda failure=failure: self._write_failure(failure))  # type: ignore[misc]
        for outcome in recorded.outcomes:
            if halts(outcome):
                self.finish(pause_for_provider(why_halted(outcome)))
        if self._kept - (self._rows_in_files or 0) >= self._settings.checkpoint_every:
            self._file_now.set()
        if self._pool.missing == 0:
            self.finish(End(BatchStatus.COMPLETED, grace_s=STOP_GRACE_S if self._pool.in_flight else 0.0))

    def _note(self, write: Callable[[], None]) -> None:
        """Write something down beside the run; the run's end waits for it, and does without it."""

        async def noting() -> None:
            try:
                await asyncio.get_running_loop().run_in_executor(self._tools.writer, write)
            except (OperationalError, PoolTimeout) as error:
                logger.warning("run.note_missed", batch_id=self._batch_id, error=str(getattr(error, "orig", error)))

        task = self._spawn(noting)
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    def _write_failure(self, failure: Failure) -> None:
        with self._services.database.write() as session:
            batch, item = session.get_one(BatchHistory, self._batch.id), session.get_one(Item, failure.item_pk)
            batches.fail_item(session, self._services.log, batch, item, reason=failure.reason)
            session.flush()
            self._services.crash.reach("item.written")
        self._drawing.unwritten.discard(failure)
        self._services.crash.reach("item.committed")

    def _live(self) -> LiveBatch:
        now = self._services.clock.monotonic()
        state = self._tools.limiter.state()
        eta_s = self._rate.eta_s(now, self._pool.missing, at_most=self._share_per_minute())
        if eta_s is not None and state.waiting_s > WAIT_TOLD_S:  # a long rest, not the ordinary wait for the next call
            eta_s += state.waiting_s
        return LiveBatch(
            batch_id=self._batch_id,
            current_sample=self._last_sample,
            rate_per_minute=self._rate.per_minute(now),
            sustained_per_minute=self._sustained_rate(),
            eta_s=eta_s,
            quota=state.as_json(),
            in_flight=len(self._drawing.generator.calling),
            judging=len(self._drawing.generator.judging),
        )

    def _on_look(self, batch: BatchHistory) -> None:
        """Obey what the row wishes, and see that there is room to work."""
        if batch.stop_requested:
            self.finish(STOPPED)
        elif batch.pause_requested:
            self.finish(PAUSED)
        elif shortage := self._services.storage.shortage():
            self._pause_for_storage(shortage)
        elif batch.plan_version != self._drawing.plan_version:
            self._drawing.replan()
            if self._runners:
                self._set_off()
        self._tell_of_waits()

    def _tell_of_waits(self) -> None:
        """Put long waits for quota into the batch's log."""
        state, now = self._tools.limiter.state(), self._services.clock.monotonic()
        if state.waiting_s >= WAIT_TOLD_S and now - self._wait_told_at >= WAITS_TOLD_EVERY_S and not self._end.done():
            self._wait_told_at = now
            facts = {"waiting_s": round(state.waiting_s, 1), "why": state.as_json()["why"]}
            self._note(lambda: self._write_event("quota.waiting", facts))

    def _write_event(self, kind: str, facts: dict[str, Any]) -> None:
        with self._services.database.write() as session:
            batches.tell(session, self._services.log, kind, session.get_one(BatchHistory, self._batch.id), facts)

    def _pause_for_storage(self, reason: str) -> None:
        if not self._end.done():
            self._services.storage.use_spare()
        self.finish(End(BatchStatus.PAUSED, reason, STOP_GRACE_S, PauseCause.STORAGE))

    async def _checkpoint(self) -> None:
        """Save every `checkpoint_every` samples; when they come faster than files are written, more at a time."""
        loop = asyncio.get_running_loop()
        while True:
            await self._file_now.wait()
            self._file_now.clear()
            start = loop.time()
            try:
                await loop.run_in_executor(self._tools.filer, self._save)
            except (OSError, OperationalError) as error:
                if is_full(error):
                    raise
                # The rows are safe and the files can be rebuilt from them: say it, and try again after a while.
                logger.error("checkpoint.failed", batch_id=self._batch_id, error=str(error))
                await asyncio.sleep(TROUBLE_S)
                self._file_now.set()
                continue
            await asyncio.sleep((loop.time() - start) * (CHECKPOINT_SHARE - 1))
            if self._kept - (self._rows_in_files or 0) >= self._settings.checkpoint_every:
                self._file_now.set()

    def _save(self) -> None:
        if self._rows_in_files is None:  # ended before it began: the worker repairs what is behind
            return
        self._rows_in_files = self._checkpointer.save(rows_in_files=self._rows_in_files)
        self._services.database.fold_log()

    async def _land(self, grace_s: float) -> None:
        """Start no more calls, and give those that are out a moment to answer: what is paid for should be kept."""
        self._pool.close()
        runners, calling = self._runners, self._drawing.generator.calling
        await _cancel(*(runner for runner in runners if runner not in calling))
        deadline = asyncio.get_running_loop().time() + grace_s
        while calling and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        await _cancel(*runners)

    def _sustained_rate(self) -> float:
        """Tell how fast this was, at most as fast as the quota allows for long: a short run is all first burst."""
        rate, at_most = self._rate.per_minute(self._services.clock.monotonic()), self._share_per_minute()
        return rate if at_most is None else min(rate, at_most)

    def _share_per_minute(self) -> float | None:
        """Tell this batch's part of what the quota allows for long."""
        calls = self._tools.limiter.calls_per_minute
        return None if calls is None else calls / self._tools.sharers()

    def _write_end(self, end: End) -> End:
        """Files first, then the status, so that an ended batch's files are whole."""
        try:
            self._save()
        except (OSError, OperationalError) as error:  # the worker repairs the files later
            logger.error("checkpoint.failed", batch_id=self._batch_id, error=str(error))
        crash = self._services.crash
        crash.reach("end.begun")
        with self._services.database.write() as session:
            batch = session.get_one(BatchHistory, self._batch.id)
            batch.rate_per_minute = self._sustained_rate() or batch.rate_per_minute
            log = self._services.log
            for failure in self._drawing.unwritten:
                batches.fail_item(session, log, batch, session.get_one(Item, failure.item_pk), reason=failure.reason)
            session.flush()
            end = as_rows_say(session, batch, end)
            if end.status is BatchStatus.QUEUED:
                queue.requeue(session, log, batch, why=end.reason or "shutdown")
            elif end.status is BatchStatus.PAUSED:
                batches.pause(session, log, batch, end.cause or PauseCause.PERSON, reason=end.reason or "")
            elif end.status is BatchStatus.COMPLETED:
                complete(session, log, batch)
            else:
                batches.end(session, log, batch, end.status, reason=end.reason)
            session.flush()
            crash.reach("pause.written" if end.status is BatchStatus.PAUSED else "end.written")
        crash.reach("pause.committed" if end.status is BatchStatus.PAUSED else "end.committed")
        return end


async def _cancel(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
