"""The real server: streams over real sockets, their limits, and two processes on one database."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.product import Event, EventStream, Product, wait_until
from tests.scripted_provider import ScriptedProvider

HANG = {"kind": "hang"}
STREAMS = 2
SECOND_US = 1_000_000  # an event's id is the time of its publication in microseconds
SLOW_READERS_BUFFER_BYTES = 2048
PRESSES = 450  # twice as many events: more than a reader's queue and both socket buffers hold, less than the ring


@pytest.fixture(scope="module")
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider() as started:
        yield started


def settings_for(provider: ScriptedProvider, **changes: Any) -> dict[str, Any]:
    limits = {"requests_per_minute": 0, "tokens_per_minute": 0, "max_concurrency": 4}
    return {"provider": "openai_compatible", "base_url": provider.base_url, "model": "scripted", **limits, **changes}


@pytest.fixture(scope="module")
def server(provider: ScriptedProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("server"), **settings_for(provider)) as product:
        yield product


@pytest.fixture(scope="module")
def small(provider: ScriptedProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A server with threads for two streams and no more, on which nothing happens."""
    with Product(tmp_path_factory.mktemp("small"), **settings_for(provider, threads=16 + STREAMS)) as product:
        yield product


@pytest.fixture(scope="module")
def silent(small: Product) -> Iterator[EventStream]:
    """A stream without news, opened early so that its heartbeat comes while other tests run."""
    with small.stream() as stream:
        yield stream


@pytest.fixture
def mill(server: Product, provider: ScriptedProvider, silent: EventStream) -> Iterator[Product]:
    """The shared server, with a provider that has forgotten all and nothing left in the queue afterwards."""
    provider.reset()
    yield server
    for status in ("queued", "running"):
        for row in server.rows("SELECT batch_id FROM batch_history WHERE status = ?", status):
            server.stop(row["batch_id"])
            server.ended(row["batch_id"])


def running(product: Product, batch_id: str) -> None:
    wait_until(lambda: product.status_of(batch_id) == "running", f"{batch_id} to run")


def of_batch(events: list[Event], batch_id: str, kind: str) -> list[Event]:
    return [event for event in events if event.type == kind and event.data["batch_id"] == batch_id]


def test_stream_tells_a_batch_from_snapshot_to_end(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default={"kind": "ok", "latency_ms": 150})
    with mill.stream() as stream:
        first, snapshot = stream.next(), stream.next()
        batch_id = mill.begin(25)
        events = stream.until("end", batch_id)
    ids = [event.id for event in (snapshot, *events) if event.id is not None]
    assert (first.retry_ms, snapshot.type, snapshot.data["status"]["running"]) == (3000, "snapshot", False)
    assert len(ids) == 1 + len(events) and ids == sorted(set(ids))
    assert [events[index].type for index in (0, 1, -1)] == ["batch.queued", "batch.started", "batch.completed"]
    counts = [event.data["samples_generated"] for event in of_batch(events, batch_id, "progress")]
    assert len(set(counts)) > 1 and counts == sorted(counts)
    assert of_batch(events, batch_id, "checkpoint.saved")[-1].data["rows"] == 25


def test_stream_names_what_proxies_need_when_it_opens(mill: Product) -> None:
    with mill.stream() as stream:
        headers = stream.headers
    assert (stream.status, headers.get_content_type()) == (200, "text/event-stream")
    assert headers["X-Accel-Buffering"] == "no"
    assert "no-cache" in headers["Cache-Control"]


def test_snapshot_holds_the_running_batch_and_the_queue(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default=HANG)
    first, second = mill.begin(3), mill.begin(4)
    running(mill, first)
    with mill.stream() as stream:
        snapshot = stream.until("snapshot")[0].data
    assert (snapshot["status"]["batch_id"], snapshot["status"]["running"]) == (first, True)
    assert [(row["batch_id"], row["position"]) for row in snapshot["batches"]] == [(first, 0), (second, 1)]


def test_reconnected_reader_gets_exactly_what_it_missed(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default={"kind": "ok", "latency_ms": 100})
    with mill.stream() as whole:
        with mill.stream() as broken:
            batch_id = mill.begin(40)
            last_id = broken.until("checkpoint.saved")[-1].id or 0
        events = whole.until("end", batch_id)
    with mill.stream(after_id=last_id) as resumed:
        missed = resumed.until("end", batch_id)
    assert len(missed) > 3
    assert missed == [event for event in events if (event.id or 0) > last_id]


def test_reader_gets_a_snapshot_when_its_last_id_is_from_long_ago(mill: Product) -> None:
    with mill.stream(after_id=1) as stream:
        stream.next()
        assert stream.next().type == "snapshot"


def test_last_event_id_is_refused_when_it_is_not_one(mill: Product) -> None:
    answer = mill.get("/api/generate/batch/stream", **{"Last-Event-ID": "yesterday"})
    assert (answer.status, answer.body["errors"][0]["pointer"]) == (422, "Last-Event-ID")


def test_stream_of_one_batch_is_silent_about_others(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default=HANG)
    other, wanted = mill.begin(1), mill.begin(1)
    running(mill, other)
    with mill.stream(query=f"?batch_id={wanted}") as stream:
        stream.until("snapshot")
        provider.script(default={"kind": "ok"})
        mill.stop(other)
        events = stream.until("end", wanted)
    assert {event.data["batch_id"] for event in events} == {wanted}


def test_resumed_stream_of_one_batch_is_silent_about_others(mill: Product) -> None:
    with mill.stream() as stream:
        last_id = stream.until("snapshot")[0].id
        mill.begin(1)
        wanted = mill.begin(1)
        stream.until("end", wanted)
    with mill.stream(after_id=last_id, query=f"?batch_id={wanted}") as resumed:
        events = resumed.until("end", wanted)
    assert {event.data["batch_id"] for event in events} == {wanted}


def test_no_second_has_more_than_four_progress_events_when_people_press_buttons(
    mill: Product, provider: ScriptedProvider
) -> None:
    provider.script(default={"kind": "ok", "latency_ms": 20})
    with mill.stream() as stream:
        batch_id = mill.begin(200)
        running(mill, batch_id)
        for _ in range(20):
            mill.stop(mill.begin(1))
        events = stream.until("end", batch_id)
    ids = [event.id or 0 for event in of_batch(events, batch_id, "progress")]
    assert len(ids) > 3
    assert max(sum(start <= other < start + SECOND_US for other in ids) for start in ids) <= 4


def test_slow_reader_is_dropped_and_resumes_where_it_was(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default=HANG)
    batch_id = mill.begin(1)
    running(mill, batch_id)
    with mill.stream() as fast, mill.stream(receive_buffer_bytes=SLOW_READERS_BUFFER_BYTES) as slow:
        for _ in range(PRESSES):
            mill.stop(mill.begin(1))
        mill.stop(batch_id)
        heard = fast.until("end", batch_id)
        snapshot, *before = slow.rest()
    told = [event for event in heard if (event.id or 0) > (snapshot.id or 0)]  # news may come between the two joining
    with mill.stream(after_id=before[-1].id) as resumed:
        after = resumed.until("end", batch_id)
    assert len(told) > 2 * PRESSES > len(before)
    assert before + after == told


def test_stream_is_refused_when_too_many_are_open(small: Product, silent: EventStream) -> None:
    with small.stream() as second:
        second.until("snapshot")
        answer = small.get("/api/generate/batch/stream")
        assert small.get("/api/health").status == 200
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert answer.body["type"] == "/problems/too-many-streams"


def test_silent_stream_gets_a_heartbeat(silent: EventStream) -> None:
    beat = next(event for event in silent if event.comment is not None)
    assert beat.comment == "heartbeat"


def test_second_process_drives_the_first_when_both_share_a_database(mill: Product, provider: ScriptedProvider) -> None:
    provider.script(default={"kind": "ok", "latency_ms": 500})
    with Product(mill.folder, name="second", **settings_for(provider)) as second:
        assert second.get("/api/health").body["worker"] == "idle"
        with second.stream() as stream:
            batch_id = second.begin(10)
            types = [event.type for event in stream.until("end", batch_id)]
        assert types.count("batch.queued") == types.count("batch.started") == types.count("batch.completed") == 1
        assert "progress" in types
        provider.script(default=HANG)
        hanging = second.begin(10)
        running(mill, hanging)
        assert second.get("/api/health").body["worker"] == "running"
        assert second.stop().body["batch_id"] == hanging
        assert second.ended(hanging)["status"] == "stopped"
    assert len(mill.samples(batch_id)) == 10
    assert "batch.started" not in second.log()


def test_server_takes_over_when_the_worker_alone_is_killed(tmp_path: Path, provider: ScriptedProvider) -> None:
    provider.reset()
    settings = settings_for(provider)
    worker = Product(tmp_path, program="batch_worker.py", name="worker", **settings)
    server = Product(tmp_path, name="server", **settings)
    with worker, server:
        assert server.get("/api/health").body["worker"] == "idle"
        assert server.ended(server.begin(3))["status"] == "completed"
        assert "batch.started" in worker.log() and "batch.started" not in server.log()
        provider.script(default={"kind": "ok", "latency_ms": 200})
        batch_id = server.begin(20)
        wait_until(lambda: server.samples(batch_id), "a first sample")
        worker.kill()
        assert server.ended(batch_id)["status"] == "completed"
        assert len(server.samples(batch_id)) == len(server.parquet_ids(batch_id)) == 20
    assert "batch.recovered" in server.log()


def test_worker_alone_ends_cleanly_when_told_to(tmp_path: Path, provider: ScriptedProvider) -> None:
    with Product(tmp_path, program="batch_worker.py", **settings_for(provider)) as worker:
        worker.signal(signal.SIGTERM)
        assert worker.wait() == 0
