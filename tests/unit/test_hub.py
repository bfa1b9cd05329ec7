"""The hub: rising ids, replay of what was missed, and readers who are too slow."""

from __future__ import annotations

import json
import queue
from typing import Any

import pytest

from gristmill.events import RING_SIZE, SUBSCRIBER_QUEUE_SIZE, Hub, News, Subscriber
from tests.fakes import FakeClock


@pytest.fixture
def hub() -> Hub:
    return Hub(FakeClock())


def body(news: News | None) -> Any:
    assert news is not None
    id_line, data_line, *rest = news.frame.decode().split("\n")
    assert id_line == f"id: {news.id}"
    assert rest == ["", ""]
    return json.loads(data_line.removeprefix("data: "))


def drain(reader: Subscriber) -> list[News | None]:
    got = []
    while True:
        try:
            got.append(reader.next(0.01))
        except queue.Empty:
            return got


def test_news_is_one_default_event_of_one_line_when_published(hub: Hub) -> None:
    reader, _, _ = hub.subscribe()
    hub.publish("batch.queued", {"batch_id": "b", "text": "two\nlines"})
    assert body(reader.next(1)) == {"type": "batch.queued", "batch_id": "b", "text": "two\nlines"}


def test_ids_rise_when_the_clock_stands_still_or_goes_back() -> None:
    clock = FakeClock()
    hub = Hub(clock)
    reader, _, start = hub.subscribe()
    hub.publish("a", {})
    clock.set_wall_clock(1.0)
    hub.publish("b", {})
    ids = [news.id for news in drain(reader) if news]
    assert [start, *ids] == [start, start + 1, start + 2]


def test_ids_rise_and_stay_exact_in_a_browser_when_the_service_restarts() -> None:
    clock = FakeClock()
    first = Hub(clock).subscribe()[2]
    clock.set_wall_clock(clock.time() + 1)
    assert first < Hub(clock).subscribe()[2] < 2**53


def test_missed_news_is_replayed_in_order_when_the_last_id_is_known(hub: Hub) -> None:
    _, _, seen = hub.subscribe()
    for number in range(3):
        hub.publish("progress", {"n": number})
    _, missed, last_id = hub.subscribe(seen + 1)
    assert missed is not None
    assert [body(news)["n"] for news in missed] == [1, 2]
    assert last_id == missed[-1].id


def test_nothing_is_replayed_when_nothing_was_missed(hub: Hub) -> None:
    hub.publish("a", {})
    _, _, last_id = hub.subscribe()
    assert hub.subscribe(last_id)[1] == []


@pytest.mark.parametrize("offset", [-1_000_000, 1, 2**52])
def test_replay_is_refused_when_the_id_is_unknown_here(hub: Hub, offset: int) -> None:
    _, _, last_id = hub.subscribe()
    assert hub.subscribe(last_id + offset)[1] is None


def test_replay_is_refused_when_the_ring_has_forgotten(hub: Hub) -> None:
    _, _, start = hub.subscribe()
    for _ in range(RING_SIZE + 1):
        hub.publish("progress", {})
    assert hub.subscribe(start)[1] is None
    remembered = hub.subscribe(start + 1)[1]
    assert remembered is not None
    assert len(remembered) == RING_SIZE


def test_slow_reader_is_dropped_and_can_resume_when_its_queue_is_full(hub: Hub) -> None:
    slow, _, _ = hub.subscribe()
    quick, _, _ = hub.subscribe()
    for _ in range(SUBSCRIBER_QUEUE_SIZE + 1):
        hub.publish("progress", {})
        quick.next(1)
    got = drain(slow)
    assert hub.count() == 1
    assert slow.closed
    assert len(got) == SUBSCRIBER_QUEUE_SIZE + 1
    assert got[-1] is None
    last = got[-2]
    assert last is not None
    missed = hub.subscribe(last.id)[1]
    assert missed is not None
    assert len(missed) == 1


def test_reader_gets_no_more_when_it_has_left(hub: Hub) -> None:
    reader, _, _ = hub.subscribe()
    hub.unsubscribe(reader)
    hub.unsubscribe(reader)
    hub.publish("a", {})
    assert hub.count() == 0
    assert drain(reader) == []


def test_every_stream_ends_when_the_hub_is_closed(hub: Hub) -> None:
    reader, _, _ = hub.subscribe()
    hub.close()
    hub.publish("late", {})
    assert drain(reader) == [None]
    assert hub.count() == 0


def test_newcomer_ends_at_once_when_the_hub_is_closed(hub: Hub) -> None:
    hub.close()
    reader, _, _ = hub.subscribe()
    assert drain(reader) == [None]
    assert hub.count() == 0
