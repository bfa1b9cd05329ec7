"""The queue as people see it: who runs, who waits, and when each would start and end at the rates measured so far.

Reads only; an estimate is None where no rate is known, and never a guess.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from gristmill.clock import iso, unix
from gristmill.lifecycle import BatchStatus, Drive
from gristmill.live import LiveBoard
from models import BatchHistory

Found = Any  # a row of `_COLUMNS`
Key = tuple[str | None, str | None]  # provider and model: what shares one quota

_COLUMNS = (
    BatchHistory.batch_id,
    BatchHistory.name,
    BatchHistory.status,
    BatchHistory.started_at,
    BatchHistory.priority,
    BatchHistory.target_count,
    BatchHistory.samples_generated,
    BatchHistory.provider,
    BatchHistory.model,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One batch of the queue. Times are Unix seconds; `position` 0 is running (since `start_at`), 1 is next."""

    row: Found
    position: int
    start_at: float | None
    end_at: float | None
    rate_per_minute: float | None

    def as_json(self) -> dict[str, Any]:
        row = self.row
        return {
            "batch_id": row.batch_id,
            "name": row.name,
            "status": row.status,
            "position": self.position,
            "priority": row.priority,
            "target_count": row.target_count,
            "samples_generated": row.samples_generated,
            "remaining": _remaining(row),
            "estimated_start_at": None if self.start_at is None else iso(self.start_at),
            "estimated_end_at": None if self.end_at is None else iso(self.end_at),
            "rate_per_minute": None if self.rate_per_minute is None else round(self.rate_per_minute, 1),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which entries to show, how many batches may run at once, and the present in Unix seconds."""

    limit: int
    offset: int
    max_running: int
    now: float


def page(session: Session, board: LiveBoard, window: Window) -> tuple[list[Entry], int]:
    """Read one page of the queue, the running batches first, and how many entries there are in all.

    A waiting batch takes the slot that is free first. Its rate is that of the running batches of its provider and
    model together, shared out among those that would run beside it; else the rate of the newest such batch that ran.
    """
    running = session.execute(
        select(*_COLUMNS).where(BatchHistory.run_slot.is_not(None)).order_by(BatchHistory.run_slot)
    ).all()
    waits = (BatchHistory.status == BatchStatus.QUEUED, BatchHistory.drive == Drive.WORKER)
    in_order = select(*_COLUMNS).where(*waits).order_by(BatchHistory.rank, BatchHistory.id)
    waiting = session.execute(in_order.limit(max(0, window.offset + window.limit - len(running)))).all()
    total = len(running) + (session.scalar(select(func.count()).select_from(BatchHistory).where(*waits)) or 0)
    entries = list(_forecast(running, waiting, Rates(session, board, running), window))
    return entries[window.offset : window.offset + window.limit], total


@dataclass(slots=True)
class Rates:
    """Accepted samples a minute by provider and model, each asked for once."""

    session: Session
    board: LiveBoard
    running: Sequence[Found]
    known: dict[Key, float | None] = field(default_factory=dict)

    def live(self, row: Found) -> float | None:
        """Tell the rate of one running batch, if it has one yet."""
        found = self.board.get(row.batch_id)
        return (found.sustained_per_minute or found.rate_per_minute or None) if found else None

    def of(self, key: Key) -> float | None:
        """Tell what all batches of a provider and model do together."""
        if key not in self.known:
            together = sum(self.live(row) or 0.0 for row in self.running if _key(row) == key)
            self.known[key] = together or self._measured(key)
        return self.known[key]

    def _measured(self, key: Key) -> float | None:
        provider, model = key
        query = select(BatchHistory.rate_per_minute).where(
            BatchHistory.provider == provider,
            BatchHistory.model == model,
            text("rate_per_minute > 0"),  # with a bound value no partial index would apply
        )
        return self.session.scalar(query.order_by(BatchHistory.id.desc()).limit(1))


@dataclass(slots=True)
class _Slot:
    """One place to run, free from `free_at` on (infinite: nobody knows when), and whose quota it uses until then."""

    free_at: float
    key: Key | None = None


def _forecast(running: Sequence[Found], waiting: Sequence[Found], rates: Rates, window: Window) -> Iterator[Entry]:
    slots = []
    for row in running:
        entry = _running_entry(row, rates, window.now)
        slots.append(_Slot(math.inf if entry.end_at is None else entry.end_at, _key(row)))
        yield entry
    slots += [_Slot(window.now) for _ in range(window.max_running - len(slots))]
    # More may run than are allowed now: the first of these to end make no room.
    slots = sorted(slots, key=lambda slot: slot.free_at)[-window.max_running :]
    for position, row in enumerate(waiting, start=1):
        slot = min(slots, key=lambda slot: slot.free_at)
        yield _take(slot, slots, row, rates, position)


def _running_entry(row: Found, rates: Rates, now: float) -> Entry:
    found, rate = rates.board.get(row.batch_id), rates.live(row)
    lasts_s = found.eta_s if found else None
    if lasts_s is None:
        beside = sum(_key(other) == _key(row) for other in rates.running)
        lasts_s = _seconds(row, rates.of(_key(row)), beside)
    end_at = None if lasts_s is None else now + lasts_s
    return Entry(row=row, position=0, start_at=unix(row.started_at), end_at=end_at, rate_per_minute=rate)


def _take(slot: _Slot, slots: Sequence[_Slot], row: Found, rates: Rates, position: int) -> Entry:
    """Let a waiting batch run in a slot, from when that is free until the batch is full."""
    start_at, key = slot.free_at, _key(row)
    beside = 1 + sum(other is not slot and other.key == key and other.free_at > start_at for other in slots)
    together = rates.of(key)
    lasts_s = _seconds(row, together, beside)
    slot.free_at = math.inf if lasts_s is None else start_at + lasts_s
    slot.key = key
    return Entry(
        row=row,
        position=position,
        start_at=None if math.isinf(start_at) else start_at,
        end_at=None if math.isinf(slot.free_at) else slot.free_at,
        rate_per_minute=None if together is None else together / beside,
    )


def _seconds(row: Found, together: float | None, beside: int) -> float | None:
    return _remaining(row) * 60.0 * beside / together if together else None


def _remaining(row: Found) -> int:
    return max(0, int(row.target_count) - int(row.samples_generated))


def _key(row: Found) -> Key:
    return row.provider, row.model
