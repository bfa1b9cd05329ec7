"""The log of a batch: its events as JSON, and what happened as plain text that can be followed like `tail -f`.

A followed log holds one server thread, so it counts among the streams. Text knows no comment: while nothing happens an
empty line every 15 s says that the service is still there, and shows it whether the reader is.
"""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gristmill.errors import TooManyStreams
from gristmill.routes.guard import TOKEN_IF_SET
from gristmill.routes.problems import documented_problems
from gristmill.routes.stream import HEADERS as STREAM_HEADERS
from gristmill.routes.stream import HEARTBEAT_S, SPARE_THREADS
from gristmill.schemas import BatchPath, EventsPage, EventsQuery, LogQuery
from gristmill.services import Services
from gristmill.stores import batches, journal

LOOK_S = 0.5  # at least between two looks at the rows of one followed log
QUIET_LOOK_S = 2.0  # without any news of the batch: not every commit is news, and another process's may not reach us
LINES_PER_LOOK = 1000
TEXT = "text/plain; charset=utf-8"
HEADERS = {**STREAM_HEADERS, "X-Content-Type-Options": "nosniff"}  # a model's words are in it: never a page

_TAG = Tag(name="log", description="What happened to a batch")
_TEXT_SCHEMA = {"text/plain": {"schema": {"type": "string"}}}


def journal_blueprint(services: Services) -> APIBlueprint:
    """Make the routes of this page."""
    blueprint = APIBlueprint(
        "journal", __name__, abp_tags=[_TAG], abp_security=TOKEN_IF_SET, abp_responses=documented_problems()
    )

    @blueprint.get("/api/batches/<string:batch_id>/events", responses={200: EventsPage}, summary="A batch's events")
    def batch_events(path: BatchPath, query: EventsQuery) -> dict[str, Any]:
        """List facts in order, oldest first; `next_after_id` asks for those that follow, now or later."""
        with services.database.read() as session:
            batch = batches.find(session, path.batch_id)
            rows = journal.events(session, batch.id, after_id=query.after_id, limit=query.limit, kind=query.kind)
        next_after_id = rows[-1]["id"] if rows else query.after_id
        return {"success": True, "events": rows, "count": len(rows), "next_after_id": next_after_id}

    @blueprint.get(
        "/api/batches/<string:batch_id>/log", responses={200: {"content": _TEXT_SCHEMA}}, summary="A batch's log"
    )
    def batch_log(path: BatchPath, query: LogQuery) -> Response:
        """Show the last lines of what happened: events and attempts by time, one line each, without prompts.

        With `follow=true` the answer stays open and ends with the batch; an empty line means that nothing happened for
        15 s. The log is as long as events and attempts are kept (GRISTMILL_KEEP_EVENTS_DAYS and
        GRISTMILL_KEEP_ATTEMPTS_DAYS); the batch's counters still count what is no longer told.
        """
        if query.follow:
            return _followed(services, path.batch_id, query.tail)
        page, _ = _opening(services, path.batch_id, query.tail)
        return Response(_text(page), content_type=TEXT, headers=HEADERS)

    return blueprint


class _Watch:
    """Wakes the follower of one batch soon after its news, and every so often without any."""

    def __init__(self, services: Services, batch_id: str) -> None:
        self._hub = services.hub
        self._clock = services.clock
        self._batch_id = batch_id
        self._reader, _, _ = self._hub.subscribe()

    def wait(self, looked_at: float) -> bool:
        """Wait until it is worth looking again; False when the service ends."""
        due = looked_at + QUIET_LOOK_S
        while (rest_s := due - self._clock.monotonic()) > 0:
            try:
                news = self._reader.next(rest_s)
            except queue.Empty:
                break
            if news is None:
                return self._join_again()
            if news.batch_id == self._batch_id:
                due = looked_at + LOOK_S
        return not self._reader.closed or self._join_again()

    def close(self) -> None:
        self._hub.unsubscribe(self._reader)

    def _join_again(self) -> bool:
        """Being dropped as too slow costs nothing here, as lines come from rows; only the hub's own end is one."""
        self._reader, _, _ = self._hub.subscribe()
        return not self._reader.closed


def _followed(services: Services, batch_id: str, count: int) -> Response:
    if services.hub.count() >= services.settings.threads - SPARE_THREADS:
        raise TooManyStreams("Close a stream, or raise GRISTMILL_THREADS.", headers={"Retry-After": "5"})
    with ExitStack() as undo:
        watch = _Watch(services, batch_id)
        undo.callback(watch.close)
        page, batch_pk = _opening(services, batch_id, count)
        undo.pop_all()
    response = Response(_chunks(services, watch, batch_pk, page), content_type=TEXT, headers=HEADERS)
    response.call_on_close(watch.close)  # also when nothing was ever read: HEAD
    return response


def _opening(services: Services, batch_id: str, count: int) -> tuple[journal.Page, int]:
    with services.database.read() as session:
        batch = batches.find(session, batch_id)
        return journal.tail(session, batch.id, count=count), batch.id


def _chunks(services: Services, watch: _Watch, batch_pk: int, page: journal.Page) -> Iterator[bytes]:
    clock = services.clock
    try:
        yield _text(page)
        quiet_since = clock.monotonic()
        while True:
            looked_at = clock.monotonic()
            page, is_over = _look(services, batch_pk, page.cursor)
            if page.lines:
                yield _text(page)
                quiet_since = clock.monotonic()
            if len(page.lines) == LINES_PER_LOOK:
                continue  # there is more
            if is_over:
                return
            if looked_at - quiet_since >= HEARTBEAT_S:
                yield b"\n"
                quiet_since = looked_at
            if not watch.wait(looked_at):
                return
    finally:
        watch.close()


def _look(services: Services, batch_pk: int, cursor: journal.Cursor) -> tuple[journal.Page, bool]:
    """Read new lines and whether the batch has ended, both of one moment; a look that fails is made up by the next."""
    try:
        with services.database.read() as session:
            page = journal.after(session, batch_pk, cursor, limit=LINES_PER_LOOK)
            return page, journal.is_over(session, batch_pk)
    except (OperationalError, PoolTimeout):
        return journal.Page((), cursor), False


def _text(page: journal.Page) -> bytes:
    return "".join(f"{line}\n" for line in page.lines).encode()
