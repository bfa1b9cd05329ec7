"""Batches that clients drive: one sample a request, through the same limiter, checks and recorder as all others.

Lives on the worker's loop. Two requests at once never get the same slot, because both take it from the one pool.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from gristmill.checkpoint import checkpointer_of
from gristmill.desk import Drawn
from gristmill.drawing import Drawing, Failure, Tools, halts, why_halted
from gristmill.ends import STOP_GRACE_S
from gristmill.errors import NoSample, ProviderError, QuotaUsedUp
from gristmill.lifecycle import BatchStatus, ItemStatus, PauseCause
from gristmill.limits.limiter import QuotaWait
from gristmill.outcome import Fate, Outcome
from gristmill.services import Services
from gristmill.slots import Slot
from gristmill.stores import batches, items, samples
from gristmill.stores.attempts import Recorded
from gristmill.stores.endings import end_if_over
from models import BatchHistory, Item

DRAWS_PER_REQUEST = 3  # a refused sample is drawn again twice, as the worker would
BUSY_S = 1  # all missing samples are being drawn by other requests: ask again

logger = structlog.get_logger("gristmill.client_run")


class ClientRun:
    """One client-driven batch with everything that its requests share."""

    def __init__(self, services: Services, batch: BatchHistory, tools: Tools) -> None:
        self._services = services
        self._batch = batch
        self._tools = tools
        self._drawing = Drawing(services, batch, tools, on_recorded=self._on_recorded)
        self._stored: dict[Slot, asyncio.Future[Outcome]] = {}
        self._failures: list[Failure] = []
        self._recording = asyncio.create_task(self._drawing.recorder.run())
        self._ended: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._recording.add_done_callback(lambda _: self._ended.cancel())
        self._checkpointer = checkpointer_of(services, batch)
        self._rows_in_files: int | None = None
        self._filing = asyncio.Lock()
        self._requests = 0
        self._asking: set[asyncio.Task[Outcome]] = set()

    @property
    def is_busy(self) -> bool:
        """Tell whether a request is served."""
        return self._requests > 0

    @property
    def is_over(self) -> bool:
        """Tell whether nothing that is drawn could be stored any more."""
        return self._recording.done()

    @property
    def plan_version(self) -> int:
        """Say which plan is followed; `replan` takes over the present one."""
        return self._drawing.plan_version

    def replan(self) -> None:
        self._drawing.replan()

    async def draw(self, max_wait_s: float) -> Drawn:
        """Fill the next slot.

        Raises:
            QuotaUsedUp: the quota, or a free slot, needs longer than `max_wait_s`.
            NoSample: the provider answered with nothing that passes the checks, or not at all.
        """
        self._requests += 1
        try:
            return await self._serve(max_wait_s)
        finally:
            self._requests -= 1

    def cut_off(self) -> None:
        """Give calls that are out a moment to answer, and cut off the rest: the batch was paused or stopped."""
        for asking in self._asking:
            asyncio.get_running_loop().call_later(STOP_GRACE_S, asking.cancel)

    async def _serve(self, max_wait_s: float) -> Drawn:
        clock = self._services.clock
        deadline = clock.monotonic() + max_wait_s
        outcome, draws = await self._draw_and_store(max_wait_s), 1
        while outcome.fate is Fate.REJECTED and draws < DRAWS_PER_REQUEST and self._drawing.pool.missing:
            left_s = max(0.0, deadline - clock.monotonic())
            outcome, draws = await self._draw_and_store(left_s), draws + 1
        drawn = await asyncio.get_running_loop().run_in_executor(self._tools.writer, self._settle, outcome)
        await self._file(at_once=drawn is None or drawn.status != BatchStatus.RUNNING)
        if drawn is None:
            raise NoSample(why_halted(outcome) if halts(outcome) else f"{outcome.reason}: {outcome.message}")
        return drawn

    async def close(self, grace_s: float = 0.0) -> None:
        """Store what is drawn within `grace_s`, cut the rest off, and bring the files up to the rows."""
        loop = asyncio.get_running_loop()
        self._drawing.pool.close()
        deadline = loop.time() + grace_s
        while self.is_busy and loop.time() < deadline:
            await asyncio.sleep(0.01)
        calling = tuple(self._drawing.generator.calling)
        for task in calling:
            task.cancel()
        await asyncio.gather(*calling, return_exceptions=True)
        self._drawing.recorder.close()
        await asyncio.gather(self._recording, return_exceptions=True)
        await self._file(at_once=True)

    async def _draw_and_store(self, max_wait_s: float) -> Outcome:
        slot = self._drawing.pool.take_now()
        if slot is None:
            if self._drawing.pool.missing == 0:  # the batch is over, and perhaps nobody could write it down yet
                await asyncio.get_running_loop().run_in_executor(self._tools.writer, self._settle, None)
            raise QuotaUsedUp(
                "Every sample that is still missing is being drawn by another request.",
                headers={"Retry-After": str(BUSY_S)},
            )
        with ExitStack() as undo:
            undo.callback(self._drawing.pool.give_back, slot)
            outcome = await self._ask(slot, max_wait_s)
            undo.pop_all()  # from here on the slot is settled by what is stored
        return await self._store(slot, outcome)

    async def _ask(self, slot: Slot, max_wait_s: float) -> Outcome:
        asking = asyncio.create_task(self._drawing.draw(slot, max_wait_s=max_wait_s))
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)
        try:
            await self._tools.provider.start()
            async with asyncio.timeout(max_wait_s + self._services.settings.request_timeout_s):
                return await asking
        except TimeoutError:
            raise NoSample("The provider did not give a usable answer in time.") from None
        except asyncio.CancelledError:
            if asking.cancelled() and not _is_cancelled():
                raise NoSample("The batch was paused or stopped while the sample was drawn.") from None
            raise
        except QuotaWait as wait:
            raise QuotaUsedUp(
                f"The quota needs {wait.wait_s:.1f} s ({wait.why}), longer than the {max_wait_s:g} s of this request.",
                headers={"Retry-After": str(max(1, round(wait.wait_s + 0.5)))},
            ) from None
        except ProviderError as error:
            raise NoSample(f"{error.kind}: {error.message}") from None

    async def _store(self, slot: Slot, outcome: Outcome) -> Outcome:
        """Hand the outcome to the recorder, and wait until it is a row."""
        stored: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._stored[slot] = stored
        await self._drawing.recorder.submit(outcome)
        await asyncio.wait([stored, self._ended], return_when=asyncio.FIRST_COMPLETED)
        if not stored.done():
            raise NoSample("The sample could not be stored: its batch was deleted, or the server is about to end.")
        return stored.result()

    def _on_recorded(self, recorded: Recorded) -> None:
        self._failures += self._drawing.settle(recorded)
        for outcome in recorded.outcomes:
            waiting = self._stored.pop(self._drawing.slot_of(outcome), None) if outcome.final else None
            if waiting is not None and not waiting.done():
                waiting.set_result(outcome)

    def _settle(self, outcome: Outcome | None) -> Drawn | None:
        """Write down what follows from a draw: failed items, a pause, the end; then read the sample, if it is one."""
        failures, log = tuple(self._failures), self._services.log
        with self._services.database.write() as session:
            batch = batches.find(session, self._batch.batch_id)
            for failure in failures:
                batches.fail_item(session, log, batch, session.get_one(Item, failure.item_pk), reason=failure.reason)
            if batch.status == BatchStatus.RUNNING and outcome is not None and halts(outcome):
                batches.pause(session, log, batch, PauseCause.PROVIDER, reason=why_halted(outcome))
            session.flush()
            left = [item for item in items.of_batch(session, batch.id) if item.status == ItemStatus.PENDING]
            end_if_over(session, log, batch)
            drawn = None if outcome is None else self._drawn(session, batch, outcome, remaining_items=len(left))
        del self._failures[: len(failures)]  # not before they are rows
        self._drawing.unwritten.difference_update(failures)
        self._services.crash.reach("client.settled")
        return drawn

    def _drawn(self, session: Session, batch: BatchHistory, outcome: Outcome, *, remaining_items: int) -> Drawn | None:
        if outcome.fate is not Fate.KEPT:
            return None
        return Drawn(
            sample=samples.of_slot(session, outcome.item_pk, outcome.slot, batch.batch_id),
            samples_generated=batch.samples_generated,
            target_count=batch.target_count,
            remaining_items=remaining_items,
            status=batch.status,
        )

    async def _file(self, *, at_once: bool) -> None:
        """Write the files every `checkpoint_every` samples and at every end; the worker repairs what fails later."""
        loop = asyncio.get_running_loop()
        async with self._filing:
            try:
                if self._rows_in_files is None:
                    self._rows_in_files, _ = await loop.run_in_executor(self._tools.filer, self._checkpointer.repair)
                else:
                    await loop.run_in_executor(self._tools.filer, self._save, at_once)
            except (OSError, SQLAlchemyError) as error:
                logger.error("checkpoint.failed", batch_id=self._batch.batch_id, error=str(error)[:300])

    def _save(self, at_once: bool) -> None:
        with self._services.database.read() as session:
            batch = session.get(BatchHistory, self._batch.id)
        known = self._rows_in_files or 0
        every = self._services.settings.checkpoint_every
        if batch is not None and (at_once or batch.samples_generated - known >= every):
            self._rows_in_files = self._checkpointer.save(rows_in_files=known)


def _is_cancelled() -> bool:
    """Tell whether this very request is cut off, and not only the call that it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
