"""Retention: deletes what is old of ended batches: attempts, events, raw responses, rejected candidates. Never samples.

In small transactions, so that writers hardly wait. A batch's counters go on counting what was deleted, its log is
shorter then; the database file does not shrink, but the room in it is used again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import Any

import structlog
from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import InstrumentedAttribute, Session

from gristmill.clock import Clock, iso
from gristmill.db import Database
from gristmill.lifecycle import ENDED
from models import Attempt, BatchHistory, Event, Rejection, Response

SWEEP_EVERY_S = 3600.0
ROWS_PER_TRANSACTION = 5000  # bounds the time the write lock is held; see docs/performance.md
RESPONSES_PER_TRANSACTION = 1000  # they are a hundred times as long
REST_S = 0.05  # between two transactions
DAY_S = 86_400.0

logger = structlog.get_logger("gristmill.retention")


@dataclass(frozen=True, slots=True)
class Swept:
    """Rows that were deleted."""

    attempts: int = 0
    events: int = 0
    responses: int = 0
    rejections: int = 0

    def __add__(self, other: Swept) -> Swept:
        return Swept(
            self.attempts + other.attempts,
            self.events + other.events,
            self.responses + other.responses,
            self.rejections + other.rejections,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ledger:
    """A table of rows that belong to a batch: `place` rises with `age` within one, and an index begins with both.

    Rows are found by place, so no table needs an index by time, which every commit would have to keep.
    """

    batch_pk: InstrumentedAttribute[Any]
    place: InstrumentedAttribute[int]
    age: ColumnElement[Any] | InstrumentedAttribute[Any]
    cutoff: float | str
    may_go: ColumnElement[bool]
    rows_per_transaction: int = ROWS_PER_TRANSACTION

    def batches_behind(self, session: Session) -> list[int]:
        """List the ended batches whose first row is too old."""
        first = select(self.age).where(self.batch_pk == BatchHistory.id).order_by(self.place).limit(1)
        query = select(BatchHistory.id).where(BatchHistory.status.in_(ENDED), first.scalar_subquery() < self.cutoff)
        return list(session.scalars(query))

    def next_part(self, session: Session, batch_pk: int, after: int) -> int | None:
        """Find the place that the next rows to delete reach up to; None when those after `after` are young."""
        rows = select(self.place.label("place"), self.age.label("age"))
        part = rows.where(self.batch_pk == batch_pk, self.place > after).order_by(self.place)
        found = part.limit(self.rows_per_transaction).subquery()
        last, oldest = session.execute(select(func.max(found.c.place), func.min(found.c.age))).one()
        return last if last is not None and oldest < self.cutoff else None

    def delete(self, session: Session, batch_pk: int, *, after: int, up_to: int) -> int:
        """Delete old rows of a part; none when the batch was opened again meanwhile."""
        is_ended = select(BatchHistory.id).where(BatchHistory.id == batch_pk, BatchHistory.status.in_(ENDED)).exists()
        statement = delete(self.batch_pk.class_).where(
            self.batch_pk == batch_pk,
            self.place > after,
            self.place <= up_to,
            self.age < self.cutoff,
            self.may_go,
            is_ended,
        )
        result: Any = session.execute(statement, execution_options={"synchronize_session": False})
        return int(result.rowcount)


class Retention:
    """Cleans one database.

    Args:
        keep_attempts_days: days that attempts are kept, 0 = for ever; as the least is one day, the calls of the last
            24 h, which the day's quota is read back from, always stay.
        keep_events_days: likewise events.
        keep_responses_days: likewise raw responses and rejected candidates; a response goes with its attempt at the
            latest, because only that says how old it is.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        keep_attempts_days: int,
        keep_events_days: int,
        keep_responses_days: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._keep_attempts_s = keep_attempts_days * DAY_S
        self._keep_events_s = keep_events_days * DAY_S
        self._keep_responses_s = keep_responses_days * DAY_S

    async def run(self, executor: Executor) -> None:
        """Sweep now and every hour until cancelled, in the executor's thread, which is free between transactions."""
        while True:
            try:
                await self._sweep_in(executor)
            except SQLAlchemyError as error:  # locked or full: what is old now is old in an hour, too
                logger.warning("retention.put_off", error=str(error)[:300])
            await self._clock.sleep(SWEEP_EVERY_S)

    def sweep(self, now: float) -> Swept:
        """Delete all that is too old at `now`, in Unix seconds."""
        swept = sum(self._steps(now), Swept())
        _tell(swept)
        return swept

    async def _sweep_in(self, executor: Executor) -> None:
        loop = asyncio.get_running_loop()
        steps, swept = self._steps(self._clock.time()), Swept()
        try:
            while (step := await loop.run_in_executor(executor, _next, steps)) is not None:
                swept += step
                await self._clock.sleep(REST_S)
        finally:
            _tell(swept)

    def _steps(self, now: float) -> Iterator[Swept]:
        """Delete step by step, one transaction each."""
        if self._keep_responses_s:
            for count in self._deletions(_responses_before(now - self._keep_responses_s)):
                yield Swept(responses=count)
            for count in self._deletions(_rejections_before(now - self._keep_responses_s)):
                yield Swept(rejections=count)
        if self._keep_attempts_s:
            for count in self._deletions(_attempts_before(now - self._keep_attempts_s)):
                yield Swept(attempts=count)
        if self._keep_events_s:
            for count in self._deletions(_events_before(now - self._keep_events_s)):
                yield Swept(events=count)

    def _deletions(self, ledger: _Ledger) -> Iterator[int]:
        with self._database.read() as session:
            behind = ledger.batches_behind(session)
        for batch_pk in behind:
            yield from self._deletions_of(ledger, batch_pk)

    def _deletions_of(self, ledger: _Ledger, batch_pk: int) -> Iterator[int]:
        after = 0
        while True:
            with self._database.read() as session:
                up_to = ledger.next_part(session, batch_pk, after)
            if up_to is None:
                return
            with self._database.write() as session:
                count = ledger.delete(session, batch_pk, after=after, up_to=up_to)
            if count == 0:
                return
            self._database.fold_log()  # else a writer would have to, with the lock in hand
            after = up_to
            yield count


def _attempts_before(unix_s: float) -> _Ledger:
    return _Ledger(
        batch_pk=Attempt.batch_pk,
        place=Attempt.number,
        age=Attempt.started_at,
        cutoff=unix_s,
        may_go=Attempt.id.is_not(None),
    )


def _responses_before(unix_s: float) -> _Ledger:
    """A response is as old as its attempt; one whose attempt is gone is older than anything."""
    its_own = (Attempt.batch_pk == Response.batch_pk) & (Attempt.number == Response.attempt)
    started_at = select(Attempt.started_at).where(its_own).correlate(Response).scalar_subquery()
    return _Ledger(
        batch_pk=Response.batch_pk,
        place=Response.attempt,
        age=func.coalesce(started_at, 0.0),
        cutoff=unix_s,
        may_go=Response.attempt.is_not(None),
        rows_per_transaction=RESPONSES_PER_TRANSACTION,
    )


def _rejections_before(unix_s: float) -> _Ledger:
    return _Ledger(
        batch_pk=Rejection.batch_pk,
        place=Rejection.attempt,
        age=Rejection.created_at,
        cutoff=iso(unix_s),
        may_go=Rejection.id.is_not(None),
        rows_per_transaction=RESPONSES_PER_TRANSACTION,
    )


def _events_before(unix_s: float) -> _Ledger:
    """The newest event stays whatever its age: SQLite would give its id again, and a reader's cursor miss that one."""
    newest = select(func.max(Event.id)).scalar_subquery()
    return _Ledger(batch_pk=Event.batch_pk, place=Event.id, age=Event.at, cutoff=iso(unix_s), may_go=Event.id < newest)


def _next(steps: Iterator[Swept]) -> Swept | None:
    return next(steps, None)


def _tell(swept: Swept) -> None:
    if swept != Swept():
        logger.info("retention.swept", **asdict(swept))
