"""The recorder: what is handed over is committed in order, in groups, also when the database was locked for a while."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from gristmill.clock import SystemClock
from gristmill.lifecycle import Origin
from gristmill.outcome import Fate, Outcome
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.quality.duplicates import content_hash
from gristmill.recorder import MAX_GROUP, Recorder
from gristmill.services import Services
from gristmill.stores import sample_versions
from gristmill.stores.attempts import Recorded
from gristmill.stores.duplicates import Near
from gristmill.template_files import built_in
from models import BatchHistory, Sample
from tests.makers import AUTHOR, add_batch, items_of, kept, sample_count

OnSleep = Callable[[], None]


class Sleepless(SystemClock):
    """A clock whose sleeps are over at once; each is told to the test."""

    def __init__(self, on_sleep: OnSleep) -> None:
        self._on_sleep = on_sleep

    async def sleep(self, seconds: float) -> None:
        self._on_sleep()
        await asyncio.sleep(0)


@pytest.fixture
def writer() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def run(
    services: Services,
    batch: BatchHistory,
    writer: ThreadPoolExecutor,
    outcomes: Iterable[Outcome],
    on_sleep: OnSleep = lambda: None,
    near: Near | None = None,
) -> list[Recorded]:
    """Hand over all outcomes, close, and give what was committed, group by group."""
    groups: list[Recorded] = []

    async def whole() -> None:
        recorder = Recorder(
            replace(services, clock=Sleepless(on_sleep)),
            batch_pk=batch.id,
            author=lambda: AUTHOR,
            writer=writer,
            on_recorded=groups.append,
            near=near,
        )
        for outcome in outcomes:
            recorder.note(replace(outcome, item_pk=items_of(services, batch)[0].id))
        recorder.close()
        await recorder.run()

    asyncio.run(whole())
    return groups


def test_all_that_waits_is_one_commit_when_the_recorder_is_behind(
    services: Services, writer: ThreadPoolExecutor
) -> None:
    batch = add_batch(services, target_count=20)
    groups = run(services, batch, writer, [kept(slot) for slot in range(20)])
    assert [len(group.outcomes) for group in groups] == [20]
    assert groups[0].samples_generated == sample_count(services, batch) == 20


def test_groups_are_bounded_and_in_order_when_very_much_waits(services: Services, writer: ThreadPoolExecutor) -> None:
    batch = add_batch(services, target_count=2000)
    groups = run(services, batch, writer, [kept(slot) for slot in range(MAX_GROUP + 7)])
    assert [len(group.outcomes) for group in groups] == [MAX_GROUP, 7]
    with services.database.read() as session:
        slots = list(session.scalars(select(Sample.slot).order_by(Sample.ordinal)))
    assert slots == list(range(MAX_GROUP + 7))


def test_nothing_is_committed_when_nothing_came(services: Services, writer: ThreadPoolExecutor) -> None:
    assert run(services, add_batch(services), writer, []) == []


def test_samples_are_committed_once_when_the_database_was_locked_for_a_while(
    services: Services, writer: ThreadPoolExecutor
) -> None:
    batch = add_batch(services)
    with services.database.write() as session:
        session.execute(text("PRAGMA busy_timeout=1"))
    with closing(sqlite3.connect(services.settings.database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sleeps: list[int] = []

        def unlock_at_the_second_sleep() -> None:
            sleeps.append(1)
            if len(sleeps) == 2:
                other.execute("ROLLBACK")

        groups = run(services, batch, writer, [kept(0), kept(1)], on_sleep=unlock_at_the_second_sleep)
    assert [len(group.outcomes) for group in groups] == [2]
    assert sample_count(services, batch) == 2


def test_runners_are_held_back_when_the_database_cannot_be_written(
    services: Services, writer: ThreadPoolExecutor
) -> None:
    """Each further call would be paid for and could not be stored."""
    batch = add_batch(services)
    with services.database.write() as session:
        session.execute(text("PRAGMA busy_timeout=1"))
    order: list[str] = []

    async def whole(other: sqlite3.Connection) -> None:
        def unlock_at_the_fifth_sleep() -> None:
            order.append("locked")
            if len(order) == 5:
                other.execute("ROLLBACK")

        recorder = Recorder(
            replace(services, clock=Sleepless(unlock_at_the_fifth_sleep)),
            batch_pk=batch.id,
            author=lambda: AUTHOR,
            writer=writer,
            on_recorded=lambda recorded: None,
        )

        async def submit_once_it_is_locked() -> None:
            while not order:
                await asyncio.sleep(0)
            await recorder.submit(kept(1, item_pk=items_of(services, batch)[0].id))
            order.append("went on")
            recorder.close()

        recorder.note(kept(0, item_pk=items_of(services, batch)[0].id))
        await asyncio.gather(recorder.run(), submit_once_it_is_locked())

    with closing(sqlite3.connect(services.settings.database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asyncio.run(whole(other))
    assert order == ["locked"] * 5 + ["went on"]
    assert sample_count(services, batch) == 2


class Editor:
    """Stands where near-duplicates are looked for, and edits the first sample into what is about to be stored."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def refuse(self, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
        with self._services.database.write() as session:
            sample = session.scalars(select(Sample)).one()
            content = dict(outcomes[0].content or {})
            sample_versions.replace_content(session, sample, content, origin=Origin.PERSON, by=None, at="now")
        return tuple(outcomes)


def test_duplicate_is_refused_when_an_edit_comes_between_look_and_write(
    services: Services, writer: ThreadPoolExecutor
) -> None:
    batch = add_batch(services)
    run(services, batch, writer, [kept(0, template=DEFAULT_TEMPLATE)])
    new = kept(1, template=DEFAULT_TEMPLATE)
    new = replace(new, content_hash=content_hash(built_in()[DEFAULT_TEMPLATE], new.content or {}))
    (recorded,) = run(services, batch, writer, [new], near=Editor(services))
    assert [outcome.fate for outcome in recorded.outcomes] == [Fate.REJECTED]
    assert sample_count(services, batch) == recorded.samples_generated == 1
