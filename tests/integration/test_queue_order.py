"""The order of the queue against a plain list: joining by priority, moves to any place, gaps that run out, slots."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gristmill.clock import SystemClock
from gristmill.db import Database
from gristmill.errors import IllegalMove
from gristmill.events import EventLog, Hub
from gristmill.lifecycle import BatchStatus, Drive
from gristmill.stores import batches, queue, ranks
from gristmill.stores.items import ItemOrder
from gristmill.stores.queue import BatchOrder
from gristmill.stores.ranks import SPREAD_COUNT
from models import BatchHistory

LENGTH = 20
ONE_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)


class Queue:
    """The queue of one database: each method is one transaction, batches are named by their primary keys."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._log = EventLog(Hub(SystemClock()), SystemClock())

    def add(self, priority: int = 0, drive: Drive = Drive.WORKER) -> int:
        order = BatchOrder(
            target_count=1,
            provider="openai_compatible",
            model="scripted",
            template="Legal Q&A",
            demo=False,
            items=(ItemOrder(target_count=1),),
            priority=priority,
            drive=drive,
        )
        with self._database.write() as session:
            return queue.enqueue(session, self._log, order).id

    def add_many(self, count: int) -> list[int]:
        return [self.add() for _ in range(count)]

    def order(self) -> list[int]:
        with self._database.read() as session:
            return [batch.id for batch in queue.waiting(session, limit=1000)]

    def positions(self, *batch_pks: int) -> dict[int, int]:
        with self._database.read() as session:
            return ranks.positions(session, [session.get_one(BatchHistory, batch_pk) for batch_pk in batch_pks])

    def place(self, batch_pk: int, position: int) -> None:
        self._change(batch_pk, lambda session, batch: queue.place(session, self._log, batch, position))

    def set_priority(self, batch_pk: int, priority: int) -> None:
        self._change(batch_pk, lambda session, batch: queue.set_priority(session, self._log, batch, priority))

    def requeue(self, batch_pk: int) -> None:
        self._change(batch_pk, lambda session, batch: queue.requeue(session, self._log, batch, why="shutdown"))

    def pause(self, batch_pk: int) -> None:
        self._change(batch_pk, lambda session, batch: batches.request_pause(session, self._log, batch))

    def resume(self, batch_pk: int) -> None:
        self._change(batch_pk, lambda session, batch: queue.resume(session, self._log, batch))

    def stop(self, batch_pk: int) -> None:
        self._change(batch_pk, lambda session, batch: batches.request_stop(session, self._log, batch))

    def retry(self, batch_pk: int) -> None:
        self._change(batch_pk, lambda session, batch: queue.retry(session, self._log, batch))

    def end(self, batch_pk: int) -> None:
        def complete(session: Session, batch: BatchHistory) -> None:
            batches.end(session, self._log, batch, BatchStatus.COMPLETED, reason=None)

        self._change(batch_pk, complete)

    def claim(self, max_running: int = 1) -> int | None:
        with self._database.write() as session:
            batch = queue.claim_next(session, self._log, max_running=max_running)
            return None if batch is None else batch.id

    def row(self, batch_pk: int) -> BatchHistory:
        with self._database.read() as session:
            return session.get_one(BatchHistory, batch_pk)

    def slots(self) -> list[int | None]:
        with self._database.read() as session:
            return [batch.run_slot for batch in batches.running(session)]

    def write(self, statement: str) -> None:
        with self._database.write() as session:
            session.execute(text(statement))

    def clear(self) -> None:
        with self._database.write() as session:
            session.execute(delete(BatchHistory))

    def least_gap(self) -> int:
        with self._database.read() as session:
            ranks = list(session.scalars(select(BatchHistory.rank).order_by(BatchHistory.rank)))
        return min(after - before for before, after in pairwise(ranks))

    def _change(self, batch_pk: int, change: Callable[[Session, BatchHistory], None]) -> None:
        with self._database.write() as session:
            change(session, session.get_one(BatchHistory, batch_pk))


@pytest.fixture
def line(database: Database) -> Queue:
    return Queue(database)


def moved(order: list[int], batch_pk: int, position: int) -> list[int]:
    rest = [other for other in order if other != batch_pk]
    return [*rest[: position - 1], batch_pk, *rest[position - 1 :]]


def test_higher_priority_joins_first_and_equals_by_arrival_when_queued(line: Queue) -> None:
    low, middle, high, middle_again, low_again = (line.add(priority) for priority in (0, 5, 9, 5, 0))
    assert line.order() == [high, middle, middle_again, low, low_again]


def test_newcomer_joins_behind_the_last_of_its_priority_when_that_was_moved_back(line: Queue) -> None:
    high, low = line.add(5), line.add(0)
    line.place(high, 2)
    assert line.order() == [low, high]
    assert [*line.order(), line.add(5)] == line.order()
    assert line.order()[0] == low


@pytest.mark.parametrize("position", range(1, LENGTH + 1))
def test_batch_stands_where_it_was_put_when_moved_from_either_side(line: Queue, position: int) -> None:
    order = line.add_many(LENGTH)
    for batch_pk in (order[0], order[LENGTH // 2], order[-1]):
        order = moved(order, batch_pk, position)
        line.place(batch_pk, position)
        assert line.order() == order


def test_batch_goes_last_when_the_place_is_beyond_the_end(line: Queue) -> None:
    first, second, third = line.add_many(3)
    line.place(first, 99)
    assert line.order() == [second, third, first]


def test_order_is_kept_when_a_gap_runs_out(line: Queue) -> None:
    order = line.add_many(5)
    for turn in range(200):
        batch_pk = order[2 + turn % 3]
        order = moved(order, batch_pk, 2)
        line.place(batch_pk, 2)
        assert line.order() == order


def test_order_is_kept_when_many_of_one_priority_join_in_the_middle(line: Queue) -> None:
    high, low = line.add(9), line.add(0)
    middle = [line.add(5) for _ in range(100)]
    assert line.order() == [high, *middle, low]
    assert line.least_gap() > 1


def test_batch_stands_where_it_was_put_when_its_new_rank_is_its_old_one(line: Queue) -> None:
    """The ranks between are written anew first: the one that the batch had must not hide that it changes."""
    first, mover, *others = line.add_many(30)
    line.place(mover, 2)
    for other in others:
        if line.least_gap() > 1:
            line.place(other, 2)
    line.place(mover, 2)
    assert line.order()[:2] == [first, mover]


def test_place_is_right_when_ranks_are_equal(line: Queue) -> None:
    order = line.add_many(2 * SPREAD_COUNT)
    line.write("UPDATE batch_history SET rank = 7")
    assert line.positions(*order) == {batch_pk: place for place, batch_pk in enumerate(order, start=1)}
    for batch_pk, position in ((order[5], 2), (order[0], 4), (order[3], 1), (order[-1], 50)):
        order = moved(order, batch_pk, position)
        line.place(batch_pk, position)
        assert line.order() == order


def test_requeued_batch_comes_first_when_others_of_higher_priority_wait(line: Queue) -> None:
    first = line.add()
    assert line.claim() == first
    other = line.add(9)
    line.requeue(first)
    assert line.order() == [first, other]


def test_resumed_batch_comes_first_when_it_was_paused(line: Queue) -> None:
    first, second, third = line.add_many(3)
    line.pause(third)
    assert line.order() == [first, second]
    line.resume(third)
    assert line.order() == [third, first, second]


def test_retried_batch_joins_by_its_priority_when_its_old_rank_lies_elsewhere(line: Queue) -> None:
    *others, urgent = line.add_many(5)
    line.stop(urgent)
    line.set_priority(urgent, 9)
    for batch_pk in others:
        line.place(batch_pk, 1)
    order = line.order()
    line.retry(urgent)
    assert line.order() == [urgent, *order]


def test_batch_joins_anew_when_its_priority_changes(line: Queue) -> None:
    first, second, third = line.add(5), line.add(5), line.add(0)
    line.set_priority(third, 5)
    assert line.order() == [first, second, third]
    line.set_priority(third, 7)
    assert line.order() == [third, first, second]
    line.set_priority(third, 1)
    assert line.order() == [first, second, third]


def test_positions_are_right_in_the_transaction_that_moves(line: Queue, database: Database) -> None:
    first, second, third = line.add_many(3)
    with database.write() as session:
        batch = session.get_one(BatchHistory, third)
        queue.place(session, EventLog(Hub(SystemClock()), SystemClock()), batch, 2)
        assert ranks.positions(session, [batch]) == {third: 2}
    assert line.order() == [first, third, second]


def test_place_is_refused_when_the_batch_does_not_wait(line: Queue) -> None:
    runs, paused, ended, driven = *line.add_many(3), line.add(drive=Drive.CLIENT)
    assert line.claim() == runs
    line.pause(paused)
    line.stop(ended)
    for batch_pk in (runs, paused, ended, driven):
        with pytest.raises(IllegalMove, match="no place in the queue"):
            line.place(batch_pk, 1)


def test_client_driven_batch_stands_in_no_queue_when_it_is_added(line: Queue) -> None:
    driven, waits = line.add(drive=Drive.CLIENT), line.add()
    assert line.order() == [waits]
    assert line.positions(driven, waits) == {waits: 1}
    assert (line.claim(2), line.claim(2)) == (waits, None)


def test_batches_are_claimed_in_order_until_the_slots_are_taken(line: Queue) -> None:
    order = line.add_many(5)
    assert [line.claim(3) for _ in range(4)] == [*order[:3], None]
    assert line.slots() == [0, 1, 2]
    line.end(order[1])
    assert line.claim(3) == order[3]
    assert line.row(order[3]).run_slot == 1


def test_nothing_is_claimed_when_more_run_than_are_now_allowed(line: Queue) -> None:
    first, second, _ = line.add_many(3)
    assert (line.claim(2), line.claim(2)) == (first, second)
    line.end(first)
    assert line.slots() == [1]
    assert line.claim(1) is None


def test_second_batch_in_a_slot_is_refused_by_the_table(line: Queue) -> None:
    first, second = line.add_many(2)
    assert line.claim() == first
    with pytest.raises(IntegrityError, match="run_slot"):
        line.write(f"UPDATE batch_history SET status = 'running', run_slot = 0 WHERE id = {second}")


@pytest.mark.parametrize(
    "change",
    ["status = 'running'", "run_slot = 3", "status = 'paused', run_slot = 3", "drive = 'client', run_slot = 3"],
)
def test_slot_and_status_that_differ_are_refused_by_the_table(line: Queue, change: str) -> None:
    batch_pk = line.add()
    with pytest.raises(IntegrityError, match="ck_batch_history_run_slot"):
        line.write(f"UPDATE batch_history SET {change} WHERE id = {batch_pk}")


@ONE_DATABASE
@given(moves=st.lists(st.tuples(st.integers(0, 7), st.integers(1, 10)), max_size=40))
def test_order_is_a_lists_when_batches_are_moved_at_random(line: Queue, moves: list[tuple[int, int]]) -> None:
    line.clear()
    order = line.add_many(8)
    for index, position in moves:
        batch_pk = order[index]
        order = moved(order, batch_pk, position)
        line.place(batch_pk, position)
    assert line.order() == order
    assert line.positions(*order) == {batch_pk: place for place, batch_pk in enumerate(order, start=1)}


class Model:
    """What the queue should be: a list of (batch, priority), and the batches that are out of it."""

    def __init__(self, line: Queue) -> None:
        self.line = line
        self.order: list[int] = []
        self.priority: dict[int, int] = {}
        self.away: dict[str, list[int]] = {"running": [], "paused": [], "stopped": []}

    def join(self, batch_pk: int) -> None:
        wanted = self.priority[batch_pk]
        ahead = [place for place, other in enumerate(self.order, start=1) if self.priority[other] >= wanted]
        self.order.insert(max(ahead, default=0), batch_pk)

    def do(self, verb: str, which: int, number: int) -> None:
        getattr(self, f"do_{verb}")(which, number)
        assert self.line.order() == self.order

    def do_add(self, which: int, number: int) -> None:
        batch_pk = self.line.add(number % 3)
        self.priority[batch_pk] = number % 3
        self.join(batch_pk)

    def do_place(self, which: int, number: int) -> None:
        if self.order:
            batch_pk = self.order[which % len(self.order)]
            self.order = moved(self.order, batch_pk, number)
            self.line.place(batch_pk, number)

    def do_prioritise(self, which: int, number: int) -> None:
        if self.order:
            batch_pk = self.order[which % len(self.order)]
            self.line.set_priority(batch_pk, number % 3)
            if self.priority[batch_pk] != number % 3:
                self.order.remove(batch_pk)
                self.priority[batch_pk] = number % 3
                self.join(batch_pk)

    def do_claim(self, which: int, number: int) -> None:
        wanted = self.order[0] if self.order and len(self.away["running"]) < 2 else None
        assert self.line.claim(2) == wanted
        if wanted is not None:
            self.away["running"].append(self.order.pop(0))

    def do_requeue(self, which: int, number: int) -> None:
        self._to_head("running", which, self.line.requeue)

    def do_pause(self, which: int, number: int) -> None:
        self._leave("paused", which, self.line.pause)

    def do_resume(self, which: int, number: int) -> None:
        self._to_head("paused", which, self.line.resume)

    def do_stop(self, which: int, number: int) -> None:
        self._leave("stopped", which, self.line.stop)

    def do_retry(self, which: int, number: int) -> None:
        if self.away["stopped"]:
            batch_pk = self.away["stopped"].pop(which % len(self.away["stopped"]))
            self.line.retry(batch_pk)
            self.join(batch_pk)

    def _leave(self, where: str, which: int, act: Callable[[int], None]) -> None:
        if self.order:
            batch_pk = self.order.pop(which % len(self.order))
            act(batch_pk)
            self.away[where].append(batch_pk)

    def _to_head(self, where: str, which: int, act: Callable[[int], None]) -> None:
        if self.away[where]:
            batch_pk = self.away[where].pop(which % len(self.away[where]))
            act(batch_pk)
            self.order.insert(0, batch_pk)


VERBS = ("add", "add", "place", "place", "prioritise", "claim", "requeue", "pause", "resume", "stop", "retry")


@ONE_DATABASE
@given(
    steps=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 20), st.integers(1, 8)), min_size=5, max_size=40)
)
def test_order_is_a_lists_when_anything_happens_at_random(line: Queue, steps: list[tuple[str, int, int]]) -> None:
    line.clear()
    model = Model(line)
    for verb, which, number in steps:
        model.do(verb, which, number)
    for place, batch_pk in enumerate(model.order, start=1):
        assert line.positions(batch_pk) == {batch_pk: place}
    assert line.positions(*model.priority) == {
        **{batch_pk: place for place, batch_pk in enumerate(model.order, start=1)},
        **dict.fromkeys(model.away["running"], 0),
    }
