"""The log of a batch, read from its events and attempts: as rows, and as one story in lines of text.

Read-only, and there is no second copy: what retention has deleted is no longer told. A line never holds a prompt or a
sample's text, only what the events and the attempts' messages say, with control characters written out.
"""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.lifecycle import ENDED
from gristmill.outcome import Fate
from models import Attempt, BatchHistory, Event, Item

MAX_LINE = 500  # characters
MAX_MESSAGE = 300  # characters of an attempt's message, so that tokens and latency behind it are always shown
# Controls, lone surrogates, and what turns the direction of text: a model's words must not forge or garble a line.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BARE = re.compile(r'[^\s"=]+')


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader of the log has come: the last event's id and the last attempt's number."""

    event_id: int = 0
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Lines in order of time, without line ends; `cursor` is where the next page begins."""

    lines: tuple[str, ...]
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class _Fact:
    at: str
    id: int
    kind: str
    data: str

    def line(self) -> str:
        told = [f"{name}={_value(value)}" for name, value in json.loads(self.data).items() if value is not None]
        return _bounded(f"{self.at}  {self.kind}  {' '.join(told)}".rstrip(), MAX_LINE)


@dataclass(frozen=True, slots=True)
class _Call:
    at: str
    number: int
    item: int
    slot: int
    fate: str
    reason: str | None
    message: str | None
    http_status: int | None
    tokens: int
    latency_ms: int

    def line(self) -> str:
        parts = [f"{self.at}  attempt {self.number}", f"item {self.item} slot {self.slot}", self._ending()]
        if self.http_status is not None and self.fate == Fate.FAILED:
            parts.append(f"HTTP {self.http_status}")
        return _bounded("  ".join([*parts, f"{self.tokens} tokens", f"{self.latency_ms} ms"]), MAX_LINE)

    def _ending(self) -> str:
        message = f" ({_bounded(_safe(self.message), MAX_MESSAGE)})" if self.message else ""
        return f"{self.fate}: {self.reason}{message}" if self.reason else f"{self.fate}{message}"


def events(
    session: Session, batch_pk: int, *, after_id: int, limit: int, kind: str | None = None
) -> list[dict[str, Any]]:
    """List facts `{id, at, kind, data}` with an id above `after_id`, oldest first."""
    query = select(Event.id, Event.at, Event.kind, Event.data).where(Event.batch_pk == batch_pk, Event.id > after_id)
    if kind is not None:
        query = query.where(Event.kind == kind)
    rows = session.execute(query.order_by(Event.id).limit(limit))
    return [{"id": pk, "at": at, "kind": what, "data": json.loads(data)} for pk, at, what, data in rows]


def tail(session: Session, batch_pk: int, *, count: int) -> Page:
    """Read the last `count` lines; the cursor stands behind all that there is now."""
    facts = list(_facts(session, batch_pk, Cursor(), limit=count, newest=True))[::-1]
    calls = list(_calls(session, batch_pk, Cursor(), limit=count, newest=True))[::-1]
    entries: list[_Fact | _Call] = [*calls, *facts]
    cursor = Cursor(facts[-1].id if facts else 0, calls[-1].number if calls else 0)
    return Page(_lines(sorted(entries, key=_moment)[-count:]), cursor)


def after(session: Session, batch_pk: int, cursor: Cursor, *, limit: int) -> Page:
    """Read what was committed since the cursor, at most `limit` lines.

    Each of the two tables is read in its own order, whatever its times say, so that a cursor passes over nothing; only
    the lines of one page are put in order of time.
    """
    facts = _facts(session, batch_pk, cursor, limit=limit)
    streams: tuple[Iterator[_Fact | _Call], ...] = (_calls(session, batch_pk, cursor, limit=limit), facts)
    taken = list(islice(heapq.merge(*streams, key=_moment), limit))
    moved = Cursor(
        max((entry.id for entry in taken if isinstance(entry, _Fact)), default=cursor.event_id),
        max((entry.number for entry in taken if isinstance(entry, _Call)), default=cursor.attempt),
    )
    return Page(_lines(sorted(taken, key=_moment)), moved)


def is_over(session: Session, batch_pk: int) -> bool:
    """Say whether nothing more is to come: the batch has ended, or is gone."""
    status = session.scalar(select(BatchHistory.status).where(BatchHistory.id == batch_pk))
    return status is None or status in ENDED


def _moment(entry: _Fact | _Call) -> str:
    return entry.at


def _lines(entries: Sequence[_Fact | _Call]) -> tuple[str, ...]:
    return tuple(entry.line() for entry in entries)


def _facts(session: Session, batch_pk: int, since: Cursor, *, limit: int, newest: bool = False) -> Iterator[_Fact]:
    order = Event.id.desc() if newest else Event.id
    query = select(Event.at, Event.id, Event.kind, Event.data)
    wanted = query.where(Event.batch_pk == batch_pk, Event.id > since.event_id).order_by(order).limit(limit)
    return (_Fact(*row) for row in session.execute(wanted))


def _calls(session: Session, batch_pk: int, since: Cursor, *, limit: int, newest: bool = False) -> Iterator[_Call]:
    """An attempt's moment is the one it ended at: only then could it be told."""
    order = Attempt.number.desc() if newest else Attempt.number
    query = select(
        Attempt.started_at,
        Attempt.number,
        Item.number,
        Attempt.slot,
        Attempt.fate,
        Attempt.reason,
        Attempt.message,
        Attempt.http_status,
        Attempt.prompt_tokens + Attempt.completion_tokens,
        Attempt.latency_ms,
    ).join(Item, Item.id == Attempt.item_pk)
    wanted = query.where(Attempt.batch_pk == batch_pk, Attempt.number > since.attempt).order_by(order).limit(limit)
    for started_at, *told in session.execute(wanted):
        columns: list[Any] = told
        yield _Call(iso(started_at + columns[-1] / 1000), *columns)


def _value(value: object) -> str:
    if isinstance(value, str) and _BARE.fullmatch(value):
        return _safe(value)
    return _safe(json.dumps(value, ensure_ascii=False))


def _safe(text: str) -> str:
    """Write out what would break a line or the terminal that shows it."""
    return _UNSAFE.sub(lambda found: _SHORT_ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), text)


def _bounded(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
