"""Events as rows and as a stream: a snapshot first, then every committed change, resumable by id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from gristmill.relay import Relay
from gristmill.routes.stream import SPARE_THREADS
from gristmill.services import Services
from gristmill.stores import batches
from models import Event
from tests.conftest import MakeApp
from tests.makers import add_batch, claim, kept, store

STREAM = "/api/generate/batch/stream"


@dataclass
class Stream:
    """An open stream, read block by block; reading waits for what is not there yet."""

    headers: Any
    blocks: Iterator[str]
    ids: list[int] = field(default_factory=list)

    def next(self) -> Any:
        lines = next(self.blocks).rstrip("\n").split("\n")
        assert [line.partition(":")[0] for line in lines] == ["id", "data"]
        self.ids.append(int(lines[0].removeprefix("id: ")))
        return json.loads(lines[1].removeprefix("data: "))


@contextmanager
def opened(client: FlaskClient, query: dict[str, Any] | None = None, headers: Any = None) -> Iterator[Stream]:
    answer = client.get(STREAM, query_string=query, headers=headers, buffered=False)
    assert answer.status_code == 200
    with closing(answer):
        blocks = (part.decode() for part in answer.iter_encoded())
        assert next(blocks) == "retry: 3000\n\n"
        yield Stream(answer.headers, blocks)


def test_stream_is_plain_server_sent_events_that_nothing_may_hold_back(client: FlaskClient) -> None:
    with opened(client) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert stream.headers["X-Accel-Buffering"] == "no"
        assert "no-cache" in stream.headers["Cache-Control"]
        assert stream.next()["type"] == "snapshot"


def test_snapshot_has_the_status_and_the_queue_when_a_batch_runs(client: FlaskClient, services: Services) -> None:
    running, waiting = add_batch(services), add_batch(services)
    claim(services)
    store(services, running, kept(0))
    with opened(client) as stream:
        snapshot = stream.next()
    assert (snapshot["status"]["running"], snapshot["status"]["batch_id"]) == (True, running.batch_id)
    assert snapshot["status"]["samples_generated"] == 1
    assert [batch["batch_id"] for batch in snapshot["batches"]] == [running.batch_id, waiting.batch_id]


def test_changes_follow_the_snapshot_with_rising_ids(client: FlaskClient, services: Services) -> None:
    with opened(client) as stream:
        stream.next()
        batch = add_batch(services)
        claim(services)
        told = [stream.next(), stream.next()]
    assert [news["type"] for news in told] == ["batch.queued", "batch.started"]
    assert {news["batch_id"] for news in told} == {batch.batch_id}
    assert stream.ids == sorted(set(stream.ids))


def test_start_over_http_is_news_when_a_stream_is_open(client: FlaskClient) -> None:
    with opened(client) as stream:
        stream.next()
        started = client.post("/api/generate/batch/start", json={"target_count": 3}).json
        news = stream.next()
    assert started is not None
    assert (news["type"], news["batch_id"], news["target_count"]) == ("batch.queued", started["batch_id"], 3)


def test_changes_of_a_template_are_news_and_what_changes_nothing_is_none(client: FlaskClient) -> None:
    riddle = {
        "name": "Riddle",
        "system": "You riddle.",
        "user": "Write about {{ topic }}.",
        "schema": {"type": "object", "properties": {"riddle": {"type": "string"}}},
        "identity_fields": ["riddle"],
    }
    address, as_yaml = "/api/templates/riddle", json.dumps({**riddle, "user": "Write three."})  # JSON is YAML, too
    with opened(client) as stream:
        stream.next()
        for answer in (
            client.post("/api/templates", json=riddle),
            client.put(address, json=riddle),
            client.put(address, json={**riddle, "user": "Write two."}),
            client.delete(address),
            client.post(f"{address}/restore", json={}),
            client.post("/api/templates/import", data=as_yaml, content_type="text/yaml"),
        ):
            assert answer.status_code < 300, answer.json
        told = [stream.next() for _ in range(5)]
    assert [(one["type"], one["version"]) for one in told] == [
        ("template.saved", 1),
        ("template.saved", 2),
        ("template.deleted", 2),
        ("template.restored", 2),
        ("template.saved", 3),
    ]
    assert {(one["template_id"], one["name"], one["batch_id"]) for one in told} == {("riddle", "Riddle", None)}


@pytest.mark.parametrize("by_header", [True, False])
def test_missed_changes_are_replayed_when_a_reader_comes_back(
    client: FlaskClient, services: Services, by_header: bool
) -> None:
    with opened(client) as stream:
        stream.next()
    last_id = stream.ids[-1]
    add_batch(services)
    claim(services)
    query = None if by_header else {"last_event_id": last_id}
    headers = {"Last-Event-ID": str(last_id)} if by_header else None
    with opened(client, query, headers) as again:
        assert [again.next()["type"] for _ in range(2)] == ["batch.queued", "batch.started"]
        assert again.ids[0] > last_id


def test_snapshot_is_sent_when_the_last_id_is_of_an_earlier_life(client: FlaskClient) -> None:
    with opened(client, headers={"Last-Event-ID": "12345"}) as stream:
        assert stream.next()["type"] == "snapshot"


def test_only_one_batchs_news_is_sent_when_one_is_named(client: FlaskClient, services: Services) -> None:
    first = add_batch(services)
    with opened(client, {"batch_id": first.batch_id}) as stream:
        stream.next()
        add_batch(services)
        claim(services)
        news = stream.next()
    assert (news["type"], news["batch_id"]) == ("batch.started", first.batch_id)


def test_snapshot_is_of_the_batch_that_is_named(client: FlaskClient, services: Services) -> None:
    wanted, _other = add_batch(services), add_batch(services)
    with opened(client, {"batch_id": wanted.batch_id}) as stream:
        assert [row["batch_id"] for row in stream.next()["batches"]] == [wanted.batch_id]


def test_stream_is_refused_when_there_is_no_such_batch(client: FlaskClient, services: Services) -> None:
    assert client.get(STREAM, query_string={"batch_id": "nope"}).status_code == 404
    assert services.hub.count() == 0


def test_only_one_batchs_news_is_replayed_when_one_is_named(client: FlaskClient, services: Services) -> None:
    first = add_batch(services)
    with opened(client) as stream:
        stream.next()
    add_batch(services)
    claim(services)
    with opened(client, {"batch_id": first.batch_id, "last_event_id": stream.ids[0]}) as again:
        news = again.next()
    assert (news["type"], news["batch_id"]) == ("batch.started", first.batch_id)


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_reader_is_forgotten_when_it_leaves_before_the_first_byte(
    client: FlaskClient, services: Services, method: str
) -> None:
    with client.open(STREAM, method=method, buffered=False) as answer:
        assert answer.status_code == 200
    assert services.hub.count() == 0


def test_reader_is_forgotten_when_it_leaves(client: FlaskClient, services: Services) -> None:
    with opened(client) as stream:
        stream.next()
        assert services.hub.count() == 1
    assert services.hub.count() == 0


def test_reader_is_forgotten_when_its_snapshot_cannot_be_read(client: FlaskClient, services: Services) -> None:
    with services.database.write() as session:
        session.execute(text("ALTER TABLE batch_history RENAME TO hidden"))
    assert client.get(STREAM).status_code == 503
    assert services.hub.count() == 0


def test_stream_ends_when_the_service_does(client: FlaskClient, services: Services) -> None:
    with opened(client) as stream:
        stream.next()
        services.hub.close()
        assert list(stream.blocks) == []


def test_stream_is_refused_when_too_many_are_open(make_app: MakeApp) -> None:
    app = make_app(threads=SPARE_THREADS * 2)
    with ExitStack() as streams:
        for _ in range(SPARE_THREADS):
            assert streams.enter_context(opened(app.test_client())).next()["type"] == "snapshot"
        refused = app.test_client().get(STREAM)
    assert refused.status_code == 503
    assert refused.json is not None
    assert refused.json["type"] == "/problems/too-many-streams"
    assert "Retry-After" in refused.headers
    with opened(app.test_client()) as stream:
        assert stream.next()["type"] == "snapshot"


def test_fact_is_a_row_when_it_was_told(services: Services) -> None:
    batch = add_batch(services)
    with services.database.read() as session:
        event = session.scalars(select(Event)).one()
    assert (event.kind, event.batch_pk, json.loads(event.data)["status"]) == ("batch.queued", batch.id, "queued")
    assert event.at.endswith("+00:00")


def test_no_prompt_text_is_in_an_event_when_a_batch_is_queued(services: Services) -> None:
    add_batch(services, reasoning_instruction="my secret method", topic="my secret topic")
    with services.database.read() as session:
        assert session.scalar(select(func.count()).where(Event.data.contains("secret"))) == 0


def test_checkpoint_is_news_with_its_rows(services: Services) -> None:
    batch = add_batch(services)
    reader, _, _ = services.hub.subscribe()
    with services.database.write() as session:
        row = batches.find(session, batch.batch_id)
        batches.checkpoint_saved(session, services.log, row, rows=7)
    news = reader.next(1)
    assert news is not None
    assert b'"type":"checkpoint.saved"' in news.frame
    assert b'"rows":7' in news.frame


def test_news_of_another_process_is_relayed_once_when_its_rows_appear(make_app: MakeApp) -> None:
    ours, theirs = (make_app().extensions["gristmill"] for _ in range(2))
    add_batch(theirs)
    relay = Relay(ours)
    relay.tell_news()
    reader, _, _ = ours.hub.subscribe()
    batch = claim(theirs)
    store(theirs, batch, kept(0))
    relay.tell_news()
    relay.tell_news()
    frames = [json.loads(reader.next(1).frame.decode().splitlines()[1][len("data: ") :]) for _ in range(2)]
    ours.hub.publish("marker", {})
    assert [news["type"] for news in frames] == ["batch.started", "progress"]
    assert frames[1]["samples_generated"] == 1
    assert b"marker" in reader.next(1).frame
