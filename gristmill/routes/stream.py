"""Live progress as Server-Sent Events: a snapshot first, then every change, resumable by Last-Event-ID.

Each open stream holds one server thread, so streams are capped. A client that went away is noticed at the next write,
at the latest at the heartbeat.
"""

from __future__ import annotations

import json
import queue
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag

from gristmill.errors import FieldFault, InvalidRequest, TooManyStreams
from gristmill.events import News, Subscriber, frame
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.schemas import StreamQuery
from gristmill.services import Services
from gristmill.stores import batches

HEARTBEAT_S = 15.0
HEARTBEAT = b": heartbeat\n\n"
RETRY_MS = 3000  # what a browser waits before it connects again
SPARE_THREADS = 16  # threads that streams must leave to other requests
QUEUE_SHOWN = 50  # waiting batches in a snapshot
HEADERS = {
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",  # behind nginx's defaults nothing arrives without it
}

_EVENT_SCHEMA = {  # of one event
    "type": "object",
    "required": ["id", "data"],
    "properties": {
        "id": {"type": "string", "description": "A rising number, for Last-Event-ID."},
        "data": {"type": "string", "description": "One JSON object with `type`."},
    },
}
_TAG = Tag(name="stream", description="Live progress")


def stream_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint("stream", __name__, abp_security=TOKEN_IF_SET, abp_responses=documented_problems())

    @blueprint.get(
        "/api/generate/batch/stream",
        tags=[_TAG],
        responses={200: {"content": {"text/event-stream": {"schema": _EVENT_SCHEMA}}}},
        summary="Follow live progress",
    )
    def stream(query: StreamQuery) -> Response:
        """Default `message` events: `id:` and one JSON object with `type`. First `snapshot`, then each change."""
        after_id = _last_event_id(query)
        if services.hub.count() >= services.settings.threads - SPARE_THREADS:
            raise TooManyStreams("Close a stream, or raise GRISTMILL_THREADS.", headers={"Retry-After": "5"})
        reader, opening = _join(services, after_id, query.batch_id)
        frames = _frames(services, reader, opening, query.batch_id)
        response = Response(frames, content_type="text/event-stream", headers=HEADERS)
        response.call_on_close(lambda: services.hub.unsubscribe(reader))  # also when nothing was ever read: HEAD
        return response

    return blueprint


def _last_event_id(query: StreamQuery) -> int | None:
    text = request.headers.get("Last-Event-ID", "")
    if not text:
        return query.last_event_id
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise InvalidRequest(
            "Last-Event-ID: must be an id that this stream sent.",
            faults=[FieldFault("Last-Event-ID", "must be an id that this stream sent")],
        )
    return int(text)


def _join(services: Services, after_id: int | None, batch_id: str | None) -> tuple[Subscriber, list[News]]:
    """Subscribe, and find what the stream begins with: what was missed, or a snapshot."""
    reader, missed, last_id = services.hub.subscribe(after_id)
    with ExitStack() as undo:
        undo.callback(services.hub.unsubscribe, reader)
        opening = [_snapshot(services, last_id, batch_id)] if missed is None else missed
        undo.pop_all()
    return reader, opening


def _snapshot(services: Services, news_id: int, batch_id: str | None) -> News:
    """Show the state of this moment: the live status, and the batches in progress or the one that is followed."""
    with services.database.read() as session:
        found = [batches.find(session, batch_id)] if batch_id else batches.in_progress(session, limit=QUEUE_SHOWN)
        rows = services.history.views(session, found)
        status = services.history.status(session)
    body: dict[str, Any] = {"type": "snapshot", "status": status, "batches": rows}
    return News(news_id, frame(json.dumps(body, separators=(",", ":")), news_id))


def _frames(services: Services, reader: Subscriber, opening: list[News], batch_id: str | None) -> Iterator[bytes]:
    try:
        yield f"retry: {RETRY_MS}\n\n".encode()
        for news in opening:
            if batch_id in (None, news.batch_id) or news.batch_id is None:
                yield news.frame
        due = services.clock.monotonic() + HEARTBEAT_S
        while True:
            try:
                update = reader.next(max(0.0, due - services.clock.monotonic()))
            except queue.Empty:
                chunk = HEARTBEAT
            else:
                if update is None:
                    return
                if batch_id not in (None, update.batch_id):
                    continue  # without moving `due`: other batches must not keep this stream silent
                chunk = update.frame
            yield chunk
            due = services.clock.monotonic() + HEARTBEAT_S
    finally:
        services.hub.unsubscribe(reader)
