"""The queue: order, places, claims, requeueing at the head, and wishes to stop."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from gristmill.errors import IllegalMove, NotFound
from gristmill.lifecycle import BatchStatus
from gristmill.services import Services
from gristmill.stores import batches, queue, ranks
from models import BatchHistory, Event
from tests.makers import add_batch, claim, row_of


def places(services: Services, *rows: BatchHistory) -> list[int | None]:
    with services.database.read() as session:
        found = ranks.positions(session, [session.get_one(BatchHistory, row.id) for row in rows])
    return [found.get(row.id) for row in rows]


def end(services: Services, batch: BatchHistory, status: BatchStatus, reason: str | None = None) -> None:
    with services.database.write() as session:
        batches.end(session, services.log, session.get_one(BatchHistory, batch.id), status, reason=reason)


def stop(services: Services, batch_id: str) -> BatchHistory:
    with services.database.write() as session:
        batch = batches.find(session, batch_id)
        batches.request_stop(session, services.log, batch)
        return batch


def requeue(services: Services, batch: BatchHistory) -> None:
    with services.database.write() as session:
        queue.requeue(session, services.log, session.get_one(BatchHistory, batch.id), why="shutdown")


def events_of(services: Services, batch: BatchHistory) -> list[str]:
    with services.database.read() as session:
        return list(session.scalars(select(Event.kind).where(Event.batch_pk == batch.id).order_by(Event.id)))


def test_row_is_complete_when_a_batch_is_queued(services: Services) -> None:
    batch = row_of(services, add_batch(services, topic="Torts", difficulty="basic", reasoning_instruction="Be brief"))
    assert (batch.topic_filter, batch.difficulty_filter, batch.reasoning_instruction) == ("Torts", "basic", "Be brief")
    assert (batch.status, batch.target_count, batch.samples_generated, batch.total_tokens) == ("queued", 10, 0, 0)
    assert (batch.started_at, batch.completed_at, batch.errors) == (None, None, "[]")
    assert batch.batch_id.startswith("batch_")


def test_seed_is_drawn_when_none_is_asked_for(services: Services) -> None:
    seeds = {add_batch(services, seed=None).seed for _ in range(5)}
    assert len(seeds) == 5
    assert add_batch(services, seed=0).seed == 0


def test_places_count_from_the_running_batch_when_shown_together(services: Services) -> None:
    first, second, third = (add_batch(services) for _ in range(3))
    claim(services)
    assert places(services, first, second, third) == [0, 1, 2]
    assert places(services, third) == [2]


def test_place_is_given_up_when_a_batch_has_ended(services: Services) -> None:
    first, second = add_batch(services), add_batch(services)
    stop(services, first.batch_id)
    assert places(services, first, second) == [None, 1]


def test_oldest_batch_is_claimed_first_and_only_one_at_a_time(services: Services) -> None:
    first, second = add_batch(services), add_batch(services)
    assert claim(services).id == first.id
    with services.database.write() as session:
        assert queue.claim_next(session, services.log) is None
    end(services, first, BatchStatus.COMPLETED)
    assert claim(services).id == second.id


def test_nothing_is_claimed_when_the_queue_is_empty(services: Services) -> None:
    with services.database.write() as session:
        assert queue.claim_next(session, services.log) is None
        assert not queue.any_waiting(session)


def test_requeued_batch_goes_first_and_keeps_its_start(services: Services) -> None:
    first, second, third = (add_batch(services) for _ in range(3))
    started_at = claim(services).started_at
    requeue(services, first)
    assert places(services, first, second, third) == [1, 2, 3]
    again = claim(services)
    assert (again.id, again.started_at) == (first.id, started_at)


def test_newcomer_goes_last_when_a_batch_was_requeued(services: Services) -> None:
    first = add_batch(services)
    claim(services)
    requeue(services, first)
    assert places(services, first, add_batch(services)) == [1, 2]


def test_queued_batch_stops_at_once_with_a_reason(services: Services) -> None:
    batch = add_batch(services)
    stop(services, batch.batch_id)
    row = row_of(services, batch)
    assert (row.status, row.end_reason, row.stop_requested) == ("stopped", "Stopped before it began.", False)
    assert row.completed_at is not None


def test_running_batch_keeps_its_status_and_gets_the_wish_when_asked_to_stop(services: Services) -> None:
    batch = add_batch(services)
    claim(services)
    stop(services, batch.batch_id)
    stop(services, batch.batch_id)
    row = row_of(services, batch)
    assert (row.status, row.stop_requested) == ("running", True)


def test_stop_is_refused_naming_both_statuses_when_the_batch_has_ended(services: Services) -> None:
    batch = add_batch(services)
    claim(services)
    end(services, batch, BatchStatus.FAILED, "no luck")
    with pytest.raises(IllegalMove) as refused:
        stop(services, batch.batch_id)
    assert refused.value.extra == {"batch_id": batch.batch_id, "from": "failed", "to": "stopped"}


def test_unknown_batch_is_not_found(services: Services) -> None:
    with pytest.raises(NotFound, match="batch_1_00000000"):
        stop(services, "batch_1_00000000")


def test_move_that_the_table_forbids_is_refused(services: Services) -> None:
    batch = add_batch(services)
    with pytest.raises(IllegalMove, match="queued and cannot become completed"):
        end(services, batch, BatchStatus.COMPLETED)
    assert row_of(services, batch).status == "queued"


def test_every_change_is_an_event_when_a_batch_lives(services: Services) -> None:
    batch = add_batch(services)
    claim(services)
    requeue(services, batch)
    claim(services)
    end(services, batch, BatchStatus.STOPPED, "Stopped by a person.")
    kinds = ["batch.queued", "batch.started", "batch.requeued", "batch.started", "batch.stopped"]
    assert events_of(services, batch) == kinds


def test_event_says_what_a_reader_needs_when_a_batch_ends(services: Services) -> None:
    batch = add_batch(services)
    claim(services)
    reader, _, _ = services.hub.subscribe()
    end(services, batch, BatchStatus.FAILED, "The model is unknown.")
    news = reader.next(1)
    assert news is not None
    told = json.loads(news.frame.decode().splitlines()[1].removeprefix("data: "))
    assert (told["type"], told["batch_id"]) == ("batch.failed", batch.batch_id)
    assert (told["status"], told["reason"]) == ("failed", "The model is unknown.")
    assert (told["samples_generated"], told["target_count"]) == (0, 10)


def test_first_of_the_queue_are_listed_with_the_running_one_in_front(services: Services) -> None:
    rows = [add_batch(services) for _ in range(4)]
    claim(services)
    with services.database.read() as session:
        listed = batches.in_progress(session, limit=3)
    assert [batch.id for batch in listed] == [row.id for row in rows[:3]]


def test_hundred_errors_are_kept_when_there_are_more(services: Services) -> None:
    batch = add_batch(services)
    with services.database.write() as session:
        row = session.get_one(BatchHistory, batch.id)
        for number in range(130):
            batches.add_errors(row, [{"time": "t", "kind": "k", "message": "m", "attempt": number}])
    attempts = [error["attempt"] for error in json.loads(row_of(services, batch).errors)]
    assert attempts == list(range(30, 130))
