"""The log of a batch: lines in order of time, a cursor that misses none, and following that ends with the batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from sqlalchemy import text

from gristmill.clock import Clock, SystemClock
from gristmill.db import Database
from gristmill.routes.journal import journal_blueprint
from gristmill.routes.problems import register_problems, validation_problem
from gristmill.routes.stream import HEARTBEAT_S, SPARE_THREADS
from gristmill.services import Services, build_services
from gristmill.settings import Settings
from gristmill.stores import journal
from gristmill.stores.journal import MAX_LINE, Cursor
from tests.rows import NOW, plans, put_attempts, put_batch, put_event, set_status

BATCH = "/api/batches/batch_1_a"
AT = "2027-01-15T08:00:00.000+00:00"


class LeapingClock(SystemClock):
    """Every look at it finds that time has moved on by three seconds, so nobody who asks it ever has to wait."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 3.0
        return self.now


@pytest.fixture
def services(database: Database, settings: Settings) -> Services:
    return replace(build_services(settings, database), clock=LeapingClock())


def client_of(services: Services) -> FlaskClient:
    app = OpenAPI(__name__, validation_error_callback=validation_problem, validation_error_status=422)
    register_problems(app)
    app.register_api(journal_blueprint(services))
    return app.test_client()


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return client_of(services)


@contextmanager
def following(client: FlaskClient, tail: int = 200) -> Iterator[Iterator[str]]:
    """Open a followed log; its chunks, the empty lines of a silence left out."""
    answer = client.get(f"{BATCH}/log", query_string={"follow": "true", "tail": tail}, buffered=False)
    assert answer.status_code == 200
    with closing(answer):
        yield (part.decode() for part in answer.iter_encoded() if part != b"\n")


def last_lines(database: Database, batch_pk: int, count: int = 100) -> tuple[str, ...]:
    with database.read() as session:
        return journal.tail(session, batch_pk, count=count).lines


def all_pages(database: Database, batch_pk: int, *, limit: int) -> Iterator[tuple[str, ...]]:
    cursor = Cursor()
    with database.read() as session:
        while (page := journal.after(session, batch_pk, cursor, limit=limit)).lines:
            cursor = page.cursor
            yield page.lines


ENDINGS: list[tuple[dict[str, Any], str]] = [
    ({"http_status": 200}, "kept  100 tokens"),
    (
        {"fate": "rejected", "reason": "too_short", "message": "12 words."},
        "rejected: too_short (12 words.)  100 tokens",
    ),
    ({"fate": "failed", "reason": "timeout"}, "failed: timeout  100 tokens"),
    (
        {"fate": "failed", "reason": "rate_limited", "message": "Slow down.", "http_status": 429},
        "failed: rate_limited (Slow down.)  HTTP 429  100 tokens",
    ),
]


@pytest.mark.parametrize(("columns", "told"), ENDINGS)
def test_attempt_is_one_line_when_it_ended_this_way(database: Database, columns: dict[str, Any], told: str) -> None:
    batch_pk = put_batch(database)
    put_attempts(database, batch_pk, [17], slot=5, **columns)
    assert last_lines(database, batch_pk) == (f"{AT}  attempt 17  item 1 slot 5  {told}  500 ms",)


def test_event_is_one_line_with_its_facts(database: Database) -> None:
    batch_pk = put_batch(database)
    put_event(database, batch_pk, "quota.waited", seconds=12.5, why="tokens per minute", limit="groq", nothing=None)
    assert last_lines(database, batch_pk) == (f'{AT}  quota.waited  seconds=12.5 why="tokens per minute" limit=groq',)


def test_events_and_attempts_are_one_story_when_read_by_time(database: Database) -> None:
    batch_pk = put_batch(database)
    put_event(database, batch_pk, "batch.started", at=NOW - 10)
    put_event(database, batch_pk, "batch.completed", at=NOW + 10)
    put_attempts(database, batch_pk, [1, 2])
    kinds = [line.split("  ")[1] for line in last_lines(database, batch_pk)]
    assert kinds == ["batch.started", "attempt 1", "attempt 2", "batch.completed"]


def test_another_batch_is_not_told_of(database: Database) -> None:
    batch_pk, other_pk = put_batch(database), put_batch(database, batch_id="batch_2_b")
    put_attempts(database, other_pk, [1])
    put_event(database, other_pk)
    assert last_lines(database, batch_pk) == ()


@pytest.mark.parametrize("bad", ["\n", "\r\n", "\x1b[31m", "\x00", "\u2028", "\u202e", "\x85"])
def test_line_stays_one_plain_line_when_a_message_holds_control_characters(database: Database, bad: str) -> None:
    batch_pk = put_batch(database)
    put_attempts(database, batch_pk, [1], fate="failed", reason="bad_request", message=f"a{bad}b")
    put_event(database, batch_pk, why=f"a{bad}b", plain=bad)
    lines = last_lines(database, batch_pk)
    assert [line.isprintable() for line in lines] == [True, True]
    assert [len(line.splitlines()) for line in lines] == [1, 1]


def test_lone_surrogate_can_be_sent_when_an_event_holds_one(database: Database) -> None:
    batch_pk = put_batch(database)
    put_event(database, batch_pk, why="\ud800")
    assert last_lines(database, batch_pk)[0].encode().endswith(b"why=\\ud800")


def test_line_is_bounded_and_still_has_its_numbers_when_a_message_is_long(database: Database) -> None:
    batch_pk = put_batch(database)
    put_attempts(database, batch_pk, [1], fate="failed", reason="x" * 40, message="\n" * 400, http_status=500)
    put_event(database, batch_pk, reason="y" * 4000)
    attempt, event = last_lines(database, batch_pk)
    assert attempt.endswith("...)  HTTP 500  100 tokens  500 ms")
    assert (len(attempt) <= MAX_LINE, len(event)) == (True, MAX_LINE)


def test_only_the_last_lines_are_told_when_there_are_more(database: Database) -> None:
    batch_pk = put_batch(database)
    put_event(database, batch_pk, "batch.started", at=NOW - 10)
    put_attempts(database, batch_pk, range(1, 8))
    assert [line.split("  ")[1] for line in last_lines(database, batch_pk, 2)] == ["attempt 6", "attempt 7"]


def test_reading_on_tells_only_what_is_new_when_the_tail_was_shorter_than_the_log(database: Database) -> None:
    batch_pk = put_batch(database)
    put_event(database, batch_pk, "batch.started", at=NOW - 10)
    put_attempts(database, batch_pk, range(1, 8))
    with database.read() as session:
        cursor = journal.tail(session, batch_pk, count=2).cursor
    put_attempts(database, batch_pk, [8])
    with database.read() as session:
        lines = journal.after(session, batch_pk, cursor, limit=100).lines
    assert [line.split("  ")[1] for line in lines] == ["attempt 8"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_every_line_is_told_once_when_attempts_were_committed_out_of_order(database: Database, limit: int) -> None:
    batch_pk = put_batch(database)
    for number, late_s in enumerate([5, 1, 9, 3, 3, 0, 8], start=1):
        put_attempts(database, batch_pk, [number], started_at=NOW + late_s)
        put_event(database, batch_pk, f"step.{number}", at=NOW + number)
    told = [line.split("  ")[1] for page in all_pages(database, batch_pk, limit=limit) for line in page]
    assert sorted(told) == sorted([f"attempt {n}" for n in range(1, 8)] + [f"step.{n}" for n in range(1, 8)])


def test_lines_of_one_page_are_in_order_of_time_when_commits_were_not(database: Database) -> None:
    batch_pk = put_batch(database)
    for number, late_s in enumerate([5, 1, 9, 3], start=1):
        put_attempts(database, batch_pk, [number], started_at=NOW + late_s)
    (page,) = all_pages(database, batch_pk, limit=100)
    assert list(page) == sorted(page)


def test_nothing_is_scanned_or_sorted_when_the_log_is_read(database: Database) -> None:
    batch_pk = put_batch(database)
    with database.read() as session:
        found = plans(database, lambda: journal.tail(session, batch_pk, count=200))
        found += plans(database, lambda: journal.after(session, batch_pk, Cursor(5, 5), limit=1000))
        found += plans(database, lambda: journal.events(session, batch_pk, after_id=5, limit=100))
    assert len(found) >= 5
    assert [step for step in found if not step.startswith("SEARCH")] == []


def test_events_are_paged_by_id(client: FlaskClient, database: Database) -> None:
    batch_pk = put_batch(database)
    ids = [put_event(database, batch_pk, f"step.{n}", n=n) for n in range(3)]
    first: Any = client.get(f"{BATCH}/events?limit=2").json
    second: Any = client.get(f"{BATCH}/events?after_id={first['next_after_id']}").json
    assert first["events"][0] == {"id": ids[0], "at": AT, "kind": "step.0", "data": {"n": 0}}
    assert [event["id"] for page in (first, second) for event in page["events"]] == ids
    assert (first["count"], second["count"], second["next_after_id"]) == (2, 1, ids[2])


def test_cursor_stays_when_no_event_is_new(client: FlaskClient, database: Database) -> None:
    put_batch(database)
    page: Any = client.get(f"{BATCH}/events?after_id=41").json
    assert (page["events"], page["next_after_id"]) == ([], 41)


def test_only_one_kind_is_listed_when_it_is_named(client: FlaskClient, database: Database) -> None:
    batch_pk = put_batch(database)
    for kind in ("batch.queued", "batch.started", "batch.queued"):
        put_event(database, batch_pk, kind)
    page: Any = client.get(f"{BATCH}/events?kind=batch.started").json
    assert [event["kind"] for event in page["events"]] == ["batch.started"]


@pytest.mark.parametrize("page", ["events", "log", "log?follow=true"])
def test_answer_is_404_and_no_stream_is_left_when_there_is_no_such_batch(
    client: FlaskClient, services: Services, page: str
) -> None:
    answer = client.get(f"{BATCH}/{page}")
    assert (answer.status_code, services.hub.count()) == (404, 0)


@pytest.mark.parametrize("page", ["log?tail=0", "log?tail=10001", "log?colour=red", "events?limit=1001"])
def test_query_is_refused_when_it_is_out_of_bounds(client: FlaskClient, database: Database, page: str) -> None:
    put_batch(database)
    assert client.get(f"{BATCH}/{page}").status_code == 422


def test_log_is_plain_text_of_the_last_lines(client: FlaskClient, database: Database) -> None:
    batch_pk = put_batch(database, "running")
    put_attempts(database, batch_pk, range(1, 5))
    answer = client.get(f"{BATCH}/log?tail=2")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert [line.split("  ")[1] for line in answer.text.splitlines()] == ["attempt 3", "attempt 4"]


def test_log_is_empty_when_nothing_is_kept_of_a_batch(client: FlaskClient, database: Database) -> None:
    put_batch(database)
    answer = client.get(f"{BATCH}/log")
    assert (answer.status_code, answer.text) == (200, "")


def test_followed_log_grows_and_ends_when_the_batch_does(client: FlaskClient, database: Database) -> None:
    batch_pk = put_batch(database, "running")
    put_event(database, batch_pk, "batch.started")
    with following(client) as chunks:
        told = [next(chunks)]
        put_attempts(database, batch_pk, [1, 2])
        told.append(next(chunks))
        put_event(database, batch_pk, "batch.completed")
        set_status(database, batch_pk, "completed")
        told += chunks
    kinds = [[line.split("  ")[1] for line in chunk.splitlines()] for chunk in told]
    assert kinds == [["batch.started"], ["attempt 1", "attempt 2"], ["batch.completed"]]


def test_followed_log_is_whole_when_more_was_committed_than_one_look_reads(
    client: FlaskClient, database: Database
) -> None:
    batch_pk = put_batch(database, "running")
    put_event(database, batch_pk)
    with following(client) as chunks:
        next(chunks)
        put_attempts(database, batch_pk, range(1, 2502))
        set_status(database, batch_pk, "stopped")
        numbers = [int(line.split("  ")[1].split()[1]) for chunk in chunks for line in chunk.splitlines()]
    assert numbers == list(range(1, 2502))


def test_line_comes_with_the_news_when_real_time_passes(database: Database, settings: Settings) -> None:
    services = build_services(settings, database)
    batch_pk = put_batch(database, "running")
    put_event(database, batch_pk)
    with following(client_of(services)) as chunks:
        next(chunks)
        put_attempts(database, batch_pk, [1])
        first = next(chunks)
        put_attempts(database, batch_pk, [2])
        services.hub.publish("progress", {"batch_id": "batch_1_a"})
        assert ["attempt 1" in first, "attempt 2" in next(chunks)] == [True, True]


def test_empty_line_is_sent_when_nothing_happens_for_long(services: Services, database: Database) -> None:
    batch_pk = put_batch(database, "paused")
    put_event(database, batch_pk)
    with closing(client_of(services).get(f"{BATCH}/log?follow=1", buffered=False)) as answer:
        parts = answer.iter_encoded()
        next(parts)
        assert next(parts) == b"\n"
    assert isinstance(services.clock, LeapingClock)
    assert services.clock.now >= HEARTBEAT_S


def test_followed_log_ends_when_the_service_does(client: FlaskClient, services: Services, database: Database) -> None:
    put_event(database, put_batch(database, "running"))
    with following(client) as chunks:
        next(chunks)
        services.hub.close()
        assert list(chunks) == []


def test_followed_log_ends_when_its_batch_is_gone(client: FlaskClient, database: Database) -> None:
    put_event(database, put_batch(database, "stopped"))
    with following(client) as chunks:
        next(chunks)
        with database.write() as session:
            session.execute(text("DELETE FROM batch_history"))
        assert list(chunks) == []


@pytest.mark.parametrize("clock", [LeapingClock(), SystemClock()], ids=["no time to wait", "real time"])
def test_followed_log_goes_on_when_its_reader_was_dropped_as_too_slow(
    services: Services, database: Database, clock: Clock
) -> None:
    batch_pk = put_batch(database, "running")
    put_event(database, batch_pk)
    with following(client_of(replace(services, clock=clock))) as chunks:
        next(chunks)
        for number in range(300):
            services.hub.publish("progress", {"batch_id": "batch_1_a", "n": number})
        put_attempts(database, batch_pk, [1])
        assert "attempt 1" in next(chunks)
        put_attempts(database, batch_pk, [2])
        assert "attempt 2" in next(chunks)
        assert services.hub.count() == 1


def test_followed_log_goes_on_when_the_database_could_not_be_read_for_a_while(
    services: Services, database: Database
) -> None:
    batch_pk = put_batch(database, "running")
    put_event(database, batch_pk)
    with closing(client_of(services).get(f"{BATCH}/log?follow=1", buffered=False)) as answer:
        parts = answer.iter_encoded()
        next(parts)
        with database.write() as session:
            session.execute(text("ALTER TABLE events RENAME TO hidden"))
        assert next(parts) == b"\n"
        with database.write() as session:
            session.execute(text("ALTER TABLE hidden RENAME TO events"))
        put_attempts(database, batch_pk, [1])
        assert "attempt 1" in next(part.decode() for part in parts if part != b"\n")


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_follower_is_forgotten_when_it_leaves_before_the_first_byte(
    client: FlaskClient, services: Services, database: Database, method: str
) -> None:
    put_batch(database, "running")
    with client.open(f"{BATCH}/log?follow=true", method=method, buffered=False) as answer:
        assert answer.status_code == 200
    assert services.hub.count() == 0


def test_follower_is_forgotten_when_it_leaves(client: FlaskClient, services: Services, database: Database) -> None:
    put_event(database, put_batch(database, "running"))
    with following(client) as chunks:
        next(chunks)
        assert services.hub.count() == 1
    assert services.hub.count() == 0


def test_following_is_refused_when_too_many_streams_are_open(services: Services, database: Database) -> None:
    few = replace(services, settings=services.settings.model_copy(update={"threads": SPARE_THREADS + 1}))
    put_event(database, put_batch(database, "running"))
    client = client_of(few)
    with ExitStack() as streams:
        next(streams.enter_context(following(client)))
        refused = client.get(f"{BATCH}/log?follow=true")
        plain = client.get(f"{BATCH}/log")
    assert (refused.status_code, plain.status_code) == (503, 200)
    assert "Retry-After" in refused.headers
