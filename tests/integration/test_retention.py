"""Retention: what is old goes from batches that have ended, in small steps, and everything else stays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import pytest
from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from gristmill.clock import SystemClock
from gristmill.db import Database
from gristmill.retention import DAY_S, REST_S, ROWS_PER_TRANSACTION, SWEEP_EVERY_S, Retention, Swept
from gristmill.stores.attempts import calls_since
from models import Attempt, BatchHistory, Event, Item, Rejection, Response
from tests.fakes import FakeClock
from tests.rows import (
    NOW,
    plans,
    put_attempts,
    put_batch,
    put_event,
    put_rejections,
    put_responses,
    set_status,
)

OLD = NOW - 31 * DAY_S


class InlineExecutor(Executor):
    """Does the work at once, and then `afterwards`, given how many pieces of work that makes."""

    def __init__(self, afterwards: Callable[[int], None] = lambda count: None) -> None:
        self._afterwards = afterwards
        self._count = 0

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*args, **kwargs))
        self._count += 1
        self._afterwards(self._count)
        return done


def retention(
    database: Database, attempts: int = 30, events: int = 30, responses: int = 30, clock: FakeClock | None = None
) -> Retention:
    return Retention(
        database,
        clock or SystemClock(),
        keep_attempts_days=attempts,
        keep_events_days=events,
        keep_responses_days=responses,
    )


def count(database: Database, table: type[Attempt | Event | BatchHistory | Rejection | Response]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def numbers(database: Database) -> list[int]:
    with database.read() as session:
        return list(session.scalars(select(Attempt.number).order_by(Attempt.number)))


def put_old(database: Database, status: str = "completed", batch_id: str = "batch_1_a") -> int:
    """Add a batch with three old attempts and two old events, and a young event of another batch behind them."""
    batch_pk = put_batch(database, status, batch_id)
    put_attempts(database, batch_pk, [1, 2, 3], started_at=OLD)
    put_event(database, batch_pk, at=OLD)
    put_event(database, batch_pk, at=OLD)
    put_event(database, put_batch(database, batch_id=f"{batch_id}_other"))
    return batch_pk


@pytest.mark.parametrize("status", ["completed", "stopped", "failed"])
def test_old_rows_go_when_their_batch_has_ended(database: Database, status: str) -> None:
    put_old(database, status)
    assert retention(database).sweep(NOW) == Swept(attempts=3, events=2)
    assert (count(database, Attempt), count(database, Event)) == (0, 1)


@pytest.mark.parametrize("status", ["queued", "running", "paused"])
def test_old_rows_stay_when_their_batch_is_open(database: Database, status: str) -> None:
    put_old(database, status)
    assert retention(database).sweep(NOW) == Swept()
    assert (count(database, Attempt), count(database, Event)) == (3, 3)


def test_batch_its_items_and_counters_stay_when_its_attempts_go(database: Database) -> None:
    batch_pk = put_batch(database, attempts=3, rejected_count=2, total_tokens=300)
    put_attempts(database, batch_pk, [1, 2, 3], started_at=OLD)
    retention(database).sweep(NOW)
    with database.read() as session:
        batch = session.get_one(BatchHistory, batch_pk)
        items = session.scalar(select(func.count()).select_from(Item))
    assert (batch.attempts, batch.rejected_count, batch.total_tokens, items) == (3, 2, 300, 1)


def test_young_rows_stay_when_older_ones_of_the_batch_go(database: Database) -> None:
    batch_pk = put_batch(database)
    put_attempts(database, batch_pk, [1, 2], started_at=OLD)
    put_attempts(database, batch_pk, [3, 5])
    put_attempts(database, batch_pk, [4], started_at=OLD)
    assert retention(database).sweep(NOW) == Swept(attempts=3)
    assert numbers(database) == [3, 5]


@pytest.mark.parametrize(("days", "left"), [((0, 30), (3, 1)), ((30, 0), (0, 3)), ((0, 0), (3, 3))])
def test_rows_stay_for_ever_when_their_days_are_zero(
    database: Database, days: tuple[int, int], left: tuple[int, int]
) -> None:
    put_old(database)
    retention(database, *days).sweep(NOW)
    assert (count(database, Attempt), count(database, Event)) == left


def test_calls_that_a_days_quota_counts_stay_when_the_least_is_kept(database: Database) -> None:
    batch_pk = put_batch(database)
    for number, age_s in enumerate([3 * DAY_S, DAY_S + 1, DAY_S, DAY_S - 1, 0], start=1):
        put_attempts(database, batch_pk, [number], started_at=NOW - age_s)
    with database.read() as session:
        before = calls_since(session, "groq", "m", since=NOW - DAY_S, cached_count=True)
    retention(database, attempts=1).sweep(NOW)
    with database.read() as session:
        after = calls_since(session, "groq", "m", since=NOW - DAY_S, cached_count=True)
    assert (numbers(database), after) == ([3, 4, 5], before)


def test_newest_event_stays_so_that_its_id_is_not_given_again(database: Database) -> None:
    batch_pk = put_batch(database)
    ids = [put_event(database, batch_pk, at=OLD) for _ in range(3)]
    assert retention(database).sweep(NOW) == Swept(events=2)
    assert retention(database).sweep(NOW) == Swept()
    assert put_event(database, batch_pk) > ids[-1]


def test_all_goes_when_it_takes_several_transactions(database: Database) -> None:
    batch_pk = put_batch(database)
    put_attempts(database, batch_pk, range(1, 2 * ROWS_PER_TRANSACTION + 2), started_at=OLD)
    assert retention(database).sweep(NOW) == Swept(attempts=2 * ROWS_PER_TRANSACTION + 1)
    assert count(database, Attempt) == 0


def test_rest_stays_when_the_batch_is_opened_again_between_two_transactions(database: Database) -> None:
    batch_pk = put_batch(database, "failed")
    put_attempts(database, batch_pk, range(1, ROWS_PER_TRANSACTION + 101), started_at=OLD)
    clock = FakeClock(unix_s=NOW)
    reopen = InlineExecutor(lambda pieces: set_status(database, batch_pk, "queued") if pieces == 1 else None)

    async def sweep_once() -> None:
        task = asyncio.create_task(retention(database, clock=clock).run(reopen))
        await clock.advance(SWEEP_EVERY_S / 2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(sweep_once())
    assert numbers(database) == list(range(ROWS_PER_TRANSACTION + 1, ROWS_PER_TRANSACTION + 101))


def test_sweep_comes_at_once_and_every_hour_when_it_runs_by_itself(database: Database) -> None:
    put_old(database)
    clock = FakeClock(unix_s=NOW)
    left: list[int] = []

    async def watch() -> None:
        task = asyncio.create_task(retention(database, clock=clock).run(InlineExecutor()))
        await clock.advance(10 * REST_S)
        left.append(count(database, Attempt))
        put_old(database, batch_id="batch_2_b")
        await clock.advance(SWEEP_EVERY_S / 2)
        left.append(count(database, Attempt))
        await clock.advance(SWEEP_EVERY_S)
        left.append(count(database, Attempt))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(watch())
    assert left == [0, 3, 0]


def test_sweep_is_put_off_when_the_database_cannot_be_used(database: Database) -> None:
    put_old(database)
    clock = FakeClock(unix_s=NOW)

    async def watch() -> None:
        task = asyncio.create_task(retention(database, clock=clock).run(InlineExecutor()))
        await clock.advance(1)
        with database.write() as session:
            session.execute(text("ALTER TABLE hidden RENAME TO attempts"))
        await clock.advance(SWEEP_EVERY_S + 1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    with database.write() as session:
        session.execute(text("ALTER TABLE attempts RENAME TO hidden"))
    with capture_logs() as logs:
        asyncio.run(watch())
    assert [line["event"] for line in logs] == ["retention.put_off", "retention.swept"]
    assert count(database, Attempt) == 0


def test_counts_are_logged_when_anything_was_deleted(database: Database) -> None:
    put_old(database)
    with capture_logs() as logs:
        for _ in range(2):
            retention(database).sweep(NOW)
    counts = {"attempts": 3, "events": 2, "responses": 0, "rejections": 0}
    assert logs == [{"event": "retention.swept", **counts, "log_level": "info"}]


def test_rows_are_found_by_index_when_they_are_deleted(database: Database) -> None:
    put_old(database)
    found = plans(database, lambda: retention(database).sweep(NOW))
    sweeping = [step for step in found if "attempts" in step or "events" in step]
    assert len(sweeping) >= 6
    assert [step for step in sweeping if step.startswith("SCAN")] == []


def put_answered(database: Database, started_at: float, status: str = "completed") -> int:
    """Add a batch with three attempts of that age, their raw responses and, for the last two, rejected candidates."""
    batch_pk = put_batch(database, status)
    put_attempts(database, batch_pk, [1, 2, 3], started_at=started_at)
    put_responses(database, batch_pk, [1, 2, 3])
    put_rejections(database, batch_pk, [2, 3], created_at=started_at)
    return batch_pk


def left(database: Database) -> tuple[int, int, int]:
    return count(database, Attempt), count(database, Response), count(database, Rejection)


def test_old_responses_and_refused_candidates_go_when_their_batch_has_ended(database: Database) -> None:
    put_answered(database, OLD)
    assert retention(database, attempts=0).sweep(NOW) == Swept(responses=3, rejections=2)
    assert left(database) == (3, 0, 0)


def test_responses_stay_when_they_are_young_or_their_batch_is_open(database: Database) -> None:
    put_answered(database, NOW)
    assert retention(database).sweep(NOW) == Swept()
    assert left(database) == (3, 3, 2)


def test_responses_stay_when_their_batch_runs(database: Database) -> None:
    put_answered(database, OLD, "running")
    assert retention(database).sweep(NOW) == Swept()
    assert left(database) == (3, 3, 2)


def test_responses_stay_for_ever_when_their_days_are_zero(database: Database) -> None:
    put_answered(database, OLD)
    assert retention(database, attempts=0, responses=0).sweep(NOW) == Swept()
    assert left(database) == (3, 3, 2)


def test_response_goes_when_its_attempt_has_gone(database: Database) -> None:
    """Nothing says how old it is any more."""
    put_answered(database, NOW - 3 * DAY_S)
    assert retention(database, attempts=1, responses=30).sweep(NOW) == Swept(attempts=3)
    assert retention(database, attempts=1, responses=30).sweep(NOW) == Swept(responses=3)
    assert left(database) == (0, 0, 2)


def test_responses_are_found_by_index_when_they_are_deleted(database: Database) -> None:
    put_answered(database, OLD)
    found = plans(database, lambda: retention(database).sweep(NOW))
    sweeping = [step for step in found if "responses" in step or "rejections" in step]
    assert len(sweeping) >= 6
    assert [step for step in sweeping if step.startswith("SCAN")] == []
