"""Facts and news: append an event row inside the caller's transaction, and feed subscribers after it has committed.

The hub holds the last news in a ring and a bounded queue per subscriber; a reader too slow for its queue is dropped and
resumes by id. Nothing here is the truth: a new subscriber starts from a snapshot of the rows.
"""

from __future__ import annotations

import json
import queue
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from gristmill.clock import Clock, iso
from gristmill.db import after_commit
from models import Event

RING_SIZE = 1024
SUBSCRIBER_QUEUE_SIZE = 256


@dataclass(frozen=True, slots=True)
class News:
    """One message to subscribers: `id` rises for ever, also over restarts; `frame` is the finished SSE text."""

    id: int
    frame: bytes
    batch_id: str | None = None


class Subscriber:
    """One reader's queue; `None` in it says that the stream is over."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[News | None] = queue.SimpleQueue()
        self.closed = False

    def next(self, timeout_s: float) -> News | None:
        """Wait for the next message.

        Raises:
            queue.Empty: nothing came within `timeout_s`: time for a heartbeat.
        """
        return self._queue.get(timeout=timeout_s)

    def offer(self, news: News) -> bool:
        """Hand over a message, or say False when this reader is too far behind."""
        if self._queue.qsize() >= SUBSCRIBER_QUEUE_SIZE:
            return False
        self._queue.put(news)
        return True

    def close(self) -> None:
        self.closed = True
        self._queue.put(None)


class Hub:
    """Publisher of news to any number of subscribers; safe to call from any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._subscribers: set[Subscriber] = set()
        self._ring: deque[News] = deque(maxlen=RING_SIZE)
        self._last_id = self._now_id()
        self._floor_id = self._last_id  # everything told after this id is in the ring
        self._closed = False
        self.relayed = (
            False  # True: a relay tells of every event row, so a transaction of ours must not tell of its own
        )

    def publish(self, kind: str, data: Mapping[str, Any]) -> None:
        """Send `{"type": kind, ...data}` to every subscriber; serialised once."""
        body = json.dumps({"type": kind, **data}, separators=(",", ":"))
        with self._lock:
            if self._closed:
                return
            self._last_id = max(self._last_id + 1, self._now_id())
            news = News(self._last_id, frame(body, self._last_id), data.get("batch_id"))
            if len(self._ring) == RING_SIZE:
                self._floor_id = self._ring[0].id
            self._ring.append(news)
            slow = [reader for reader in self._subscribers if not reader.offer(news)]
            self._subscribers.difference_update(slow)
        for reader in slow:
            reader.close()

    def subscribe(self, after_id: int | None = None) -> tuple[Subscriber, list[News] | None, int]:
        """Join from now on.

        Returns:
            The subscriber; what it missed since `after_id` (None when that is unknown here: send a snapshot); and the
            id that a snapshot taken after this call stands for.
        """
        reader = Subscriber()
        with self._lock:
            missed = self._missed(after_id)
            if self._closed:
                reader.close()
            else:
                self._subscribers.add(reader)
            return reader, missed, self._last_id

    def unsubscribe(self, reader: Subscriber) -> None:
        with self._lock:
            self._subscribers.discard(reader)

    def count(self) -> int:
        with self._lock:
            return len(self._subscribers)

    def close(self) -> None:
        """End every stream; later news is dropped."""
        with self._lock:
            self._closed = True
            readers, self._subscribers = self._subscribers, set()
        for reader in readers:
            reader.close()

    def _missed(self, after_id: int | None) -> list[News] | None:
        if after_id is None or not self._floor_id <= after_id <= self._last_id:
            return None
        return [news for news in self._ring if news.id > after_id]

    def _now_id(self) -> int:
        """Microseconds since 1970: rises over restarts, and stays below 2**53, up to which a browser counts exactly."""
        return int(self._clock.time() * 1_000_000)


def frame(body: str, news_id: int) -> bytes:
    """Write one default (`message`) Server-Sent Event; `body` must be one line."""
    return f"id: {news_id}\ndata: {body}\n\n".encode()


@dataclass(frozen=True, slots=True)
class EventLog:
    """Appends facts as rows, and tells the hub once they are committed."""

    hub: Hub
    clock: Clock

    def append(
        self,
        session: Session,
        kind: str,
        *,
        batch_pk: int | None = None,
        batch_id: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Add the event row to the caller's transaction; `data` must hold no prompt and no secret.

        A fact about no batch has neither `batch_pk` nor `batch_id`.
        """
        now = iso(self.clock.time())
        session.add(Event(batch_pk=batch_pk, at=now, kind=kind, data=json.dumps(data or {})))
        news = {"batch_id": batch_id, "at": now, **(data or {})}
        after_commit(session, lambda: None if self.hub.relayed else self.hub.publish(kind, news))
