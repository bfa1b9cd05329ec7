"""The database edge on a real file: pragmas, transactions, the line of writers, and one running batch at most."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from gristmill.clock import SystemClock
from gristmill.db import Database, FairLock, after_commit
from gristmill.events import EventLog, Hub
from gristmill.lifecycle import BatchStatus
from gristmill.stores import batches, queue
from models import BatchHistory, Event
from tests.makers import ORDER

THREADS, ROUNDS = 4, 50


@pytest.fixture
def log() -> EventLog:
    clock = SystemClock()
    return EventLog(Hub(clock), clock)


def pragma(database: Database, name: str) -> object:
    with database.read() as session:
        return session.scalar(text(f"PRAGMA {name}"))


def running_count(database: Database) -> int:
    with database.read() as session:
        running = select(func.count()).where(BatchHistory.status == BatchStatus.RUNNING)
        return session.scalar(running) or 0


def test_pragmas_are_the_chosen_ones_when_connected(database: Database) -> None:
    names = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "journal_size_limit")
    assert [pragma(database, name) for name in names] == ["wal", 1, 5000, 1, 67108864]


def test_reader_sees_one_moment_when_a_writer_commits_meanwhile(database: Database, log: EventLog) -> None:
    count = select(func.count()).select_from(BatchHistory)
    with database.read() as reader:
        before = reader.scalar(count)
        with database.write() as session:
            queue.enqueue(session, log, ORDER)
        during = reader.scalar(count)
    with database.read() as reader:
        assert (before, during, reader.scalar(count)) == (0, 0, 1)


def test_writer_holds_the_lock_before_its_first_read(database: Database, migrated: Path) -> None:
    other = sqlite3.connect(migrated, timeout=0, isolation_level=None)
    with closing(other), database.write() as session:
        session.scalar(select(func.count()).select_from(BatchHistory))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM batch_history").fetchone() == (0,)


def test_nothing_is_kept_and_nothing_told_when_a_write_raises(database: Database, log: EventLog) -> None:
    reader, _, _ = log.hub.subscribe()
    with pytest.raises(RuntimeError, match="midway"), database.write() as session:
        queue.enqueue(session, log, ORDER)
        raise RuntimeError("midway")
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(BatchHistory)) == 0
        assert session.scalar(select(func.count()).select_from(Event)) == 0
    log.hub.publish("marker", {})
    news = reader.next(1)
    assert news is not None
    assert b"marker" in news.frame


def test_news_is_told_in_order_after_the_commit(database: Database, log: EventLog) -> None:
    told: list[tuple[str, int | None]] = []

    def tell(name: str) -> None:
        with database.read() as session:
            told.append((name, session.scalar(select(func.count()).select_from(BatchHistory))))

    with database.write() as session:
        after_commit(session, lambda: tell("first"))
        queue.enqueue(session, log, ORDER)
        after_commit(session, lambda: tell("second"))
        assert told == []
    assert told == [("first", 1), ("second", 1)]


def test_second_running_batch_is_refused_by_the_index_when_written_past_the_stores(
    database: Database, log: EventLog
) -> None:
    with database.write() as session:
        for _ in range(2):
            queue.enqueue(session, log, ORDER)
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(text("UPDATE batch_history SET status = 'running'"))
    assert running_count(database) == 0


def test_event_of_no_batch_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(
            text("INSERT INTO events (batch_pk, at, kind, data) VALUES (999, '2026-01-01', 'batch.queued', '{}')")
        )


def test_never_two_batches_run_when_four_threads_claim_at_once(database: Database, log: EventLog) -> None:
    with database.write() as session:
        for _ in range(ROUNDS):
            queue.enqueue(session, log, ORDER)
    gate = threading.Barrier(THREADS)

    def claim() -> str | None:
        gate.wait()
        with database.write() as session:
            batch = queue.claim_next(session, log)
            return None if batch is None else batch.batch_id

    claimed: list[str] = []
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(ROUNDS):
            winners = [batch_id for batch_id in pool.map(lambda _: claim(), range(THREADS)) if batch_id]
            assert len(winners) == running_count(database) == 1
            claimed += winners
            _complete_the_running_one(database, log)
    assert len(set(claimed)) == ROUNDS


def _complete_the_running_one(database: Database, log: EventLog) -> None:
    with database.write() as session:
        (batch,) = batches.running(session)
        assert batch is not None
        batches.end(session, log, batch, BatchStatus.COMPLETED, reason=None)


def test_lock_is_granted_in_order_of_arrival() -> None:
    lock, order = FairLock(), list[int]()
    lock.__enter__()
    threads = [threading.Thread(target=_enter_and_note, args=(lock, order, number)) for number in range(8)]
    for waiting, thread in enumerate(threads, start=1):
        thread.start()
        _until_waiting(lock, waiting)
    lock.__exit__()
    for thread in threads:
        thread.join(10)
    assert order == list(range(8))


def _enter_and_note(lock: FairLock, order: list[int], number: int) -> None:
    with lock:
        order.append(number)


def _until_waiting(lock: FairLock, count: int) -> None:
    pause = threading.Event()
    for _ in range(2000):
        if len(lock._waiters) == count:
            return
        pause.wait(0.005)
    raise AssertionError("the thread never asked for the lock")


def test_lock_is_free_again_when_its_holder_raises() -> None:
    lock = FairLock()
    with pytest.raises(RuntimeError), lock:
        raise RuntimeError
    with lock:
        assert lock._held


def test_writer_is_refused_and_the_next_one_succeeds_when_another_process_keeps_the_file(
    database: Database, migrated: Path, log: EventLog
) -> None:
    with database.write() as session:
        session.execute(text("PRAGMA busy_timeout=1"))
    with closing(sqlite3.connect(migrated, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"), database.write() as session:
            queue.enqueue(session, log, ORDER)
        other.execute("ROLLBACK")
    with database.write() as session:
        assert queue.enqueue(session, log, ORDER).status == BatchStatus.QUEUED
