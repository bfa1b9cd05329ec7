"""When a batch was at work: read from its attempts, and from the events that say when it was paused, stopped or down.

Reads only. The database does the counting; what comes back is one row, however many attempts there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from gristmill.clock import unix
from models import Attempt

Span = tuple[float, float]  # Unix seconds

_BEGINS: Final = "batch.started"
_RECOVERED: Final = "batch.recovered"  # nobody knows when the crash was: after the last that was told before
_RESTS: Final = ("batch.paused", "batch.stopped", "batch.failed", "batch.completed", "batch.requeued")
_TOLD: Final = text(
    "SELECT kind, at, before FROM"
    " (SELECT id, kind, at, lag(at) OVER (ORDER BY id) AS before FROM events WHERE batch_pk = :batch)"
    " WHERE kind IN (SELECT value FROM json_each(:kinds)) ORDER BY id"
)
# Calls and rests in order of their beginnings, each with the moment until which what came before it lasted. Where that
# is earlier there is a gap: in all of them together the batch waits, in the calls alone it waits or rests.
_GAPS: Final = text(
    "WITH spans(since, until, is_call) AS ("
    " SELECT started_at, started_at + latency_ms / 1000.0, 1 FROM attempts WHERE batch_pk = :batch"
    " UNION ALL"
    " SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), 0 FROM json_each(:rests)),"
    " seen AS ("
    " SELECT since, is_call, max(until) OVER before AS busy_until,"
    " max(CASE WHEN is_call THEN until END) OVER before AS called_until"
    " FROM spans WINDOW before AS (ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))"
    " SELECT coalesce(sum(max(0.0, since - busy_until)), 0.0),"
    " coalesce(sum(CASE WHEN is_call THEN max(0.0, since - called_until) END), 0.0) FROM seen"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """The calls of a batch in time: Unix seconds of the first and last beginning, and how long it was at work.

    `active_s` is from the first call to the last answer, without the rests in which no call was out; `waiting_s` is
    the part of it in which no call was out.
    """

    first_at: float
    last_at: float
    active_s: float
    waiting_s: float


def of_batch(session: Session, batch_pk: int) -> Activity | None:
    """Measure a batch; None when it has no attempts."""
    ended = func.max(Attempt.started_at + Attempt.latency_ms / 1000.0)
    bounds = select(func.min(Attempt.started_at), func.max(Attempt.started_at), ended)
    first_at, last_at, ended_at = session.execute(bounds.where(Attempt.batch_pk == batch_pk)).one()
    if first_at is None:
        return None
    rests = list(_within(_rests(session, batch_pk), (first_at, ended_at)))
    given = {"batch": batch_pk, "rests": json.dumps(rests)}
    waiting_s, idle_s = session.execute(_GAPS, given).one()
    active_s = ended_at - first_at - idle_s + waiting_s
    return Activity(first_at=first_at, last_at=last_at, active_s=max(0.0, active_s), waiting_s=waiting_s)


def _rests(session: Session, batch_pk: int) -> Iterator[Span]:
    """List from when to when nobody worked on the batch; the last rest may have no end."""
    given = {"batch": batch_pk, "kinds": json.dumps([_BEGINS, _RECOVERED, *_RESTS])}
    since: float | None = None
    for kind, at, before in session.execute(_TOLD, given):
        if kind == _BEGINS and since is not None:
            yield since, unix(at)
            since = None
        elif kind != _BEGINS and since is None:
            since = unix(before if kind == _RECOVERED and before else at)
    if since is not None:
        yield since, float("inf")


def _within(spans: Iterable[Span], bounds: Span) -> Iterator[Span]:
    for since, until in spans:
        clipped = max(since, bounds[0]), min(until, bounds[1])
        if clipped[0] < clipped[1]:
            yield clipped
