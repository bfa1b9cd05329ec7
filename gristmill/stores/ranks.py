"""Ranks: the numbers with gaps that order the queue, and the places that are computed from them.

Pure arithmetic on the rows that wait; what a move means is `stores.queue`'s business.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import ColumnElement, Select, and_, func, select, text
from sqlalchemy.orm import Session

from gristmill.lifecycle import BatchStatus, Drive
from models import BatchHistory

RANK_STEP = 2**40  # between two that join at an end: 64 bits hold eight million of them
RANK_GAP = 2**20  # behind a batch that another is put after: so many more fit in between
SPREAD_COUNT = 32  # batches whose ranks are written anew where a gap has run out: after some 20 moves to one place
SPREAD_GROWTH = 8  # times as many while these stand too close themselves

_LOWEST = (-(2**62), 0)
WAITS: ColumnElement[bool] = and_(BatchHistory.status == BatchStatus.QUEUED, BatchHistory.drive == Drive.WORKER)


def in_order() -> Select[BatchHistory]:
    """Select the waiting batches, the next one first."""
    return select(BatchHistory).where(WAITS).order_by(BatchHistory.rank, BatchHistory.id)


def positions(session: Session, rows: Sequence[BatchHistory]) -> dict[int, int]:
    """Compute places in the queue by primary key: 0 is running, 1 is next; others are not in the queue."""
    places = {batch.id: 0 for batch in rows if batch.run_slot is not None}
    waiting = [row for row in rows if row.status == BatchStatus.QUEUED and row.drive == Drive.WORKER]
    waiting.sort(key=lambda row: (row.rank, row.id))
    bounds = [_LOWEST, *((row.rank, row.id) for row in waiting)]
    place = 1
    for row, ahead in zip(waiting, _counts_between(session, bounds), strict=True):
        place += ahead
        places[row.id] = place
    return places


def _behind(before: BatchHistory) -> ColumnElement[bool]:
    not_ahead = (BatchHistory.rank > before.rank) | (BatchHistory.id > before.id)
    return WAITS & (BatchHistory.rank >= before.rank) & not_ahead


def _counts_between(session: Session, bounds: Sequence[tuple[int, int]]) -> list[int]:
    """Count who waits from each bound (rank, primary key) up to the next: each row of the queue is read once at most.

    Numbering the whole queue with a window function took seven times as long.
    """
    session.flush()
    spans = [[*start, *end] for start, end in pairwise(bounds)]
    counted = session.scalars(
        text(
            # The spans as a table of their own: else their JSON is read again for every row that is counted.
            "WITH span AS MATERIALIZED (SELECT key, json_extract(value, '$[0]') AS from_rank,"
            " json_extract(value, '$[1]') AS from_id, json_extract(value, '$[2]') AS to_rank,"
            " json_extract(value, '$[3]') AS to_id FROM json_each(:spans))"
            " SELECT (SELECT count(*) FROM batch_history AS b WHERE b.status = 'queued' AND b.drive = 'worker'"
            " AND (b.rank, b.id) >= (span.from_rank, span.from_id) AND (b.rank, b.id) < (span.to_rank, span.to_id))"
            " FROM span ORDER BY span.key"
        ),
        {"spans": json.dumps(spans)},
    )
    return [int(count) for count in counted]


def rank_of_head(session: Session) -> int:
    """Find a rank before all that wait."""
    return (session.scalar(select(func.min(BatchHistory.rank)).where(WAITS)) or 0) - RANK_STEP


def rank_of_tail(session: Session) -> int:
    """Find a rank behind all that wait."""
    return (session.scalar(select(func.max(BatchHistory.rank)).where(WAITS)) or 0) + RANK_STEP


def rank_by_priority(session: Session, priority: int, *, without: BatchHistory | None = None) -> int:
    """Find the rank behind the last waiting batch of at least this priority."""
    others = WAITS if without is None else WAITS & (BatchHistory.id != without.id)
    backwards = select(BatchHistory).where(others).order_by(BatchHistory.rank.desc(), BatchHistory.id.desc())
    last = session.scalar(backwards.limit(1))
    if last is None or last.priority >= priority:
        return rank_of_tail(session)
    above = session.scalar(backwards.where(BatchHistory.priority >= priority).limit(1))
    return rank_of_head(session) if above is None else rank_after(session, above, without)


def rank_after(session: Session, before: BatchHistory, moved: BatchHistory | None) -> int:
    """Find a free rank right behind a waiting batch; makes room where there is none."""
    behind = _behind(before) if moved is None else _behind(before) & (BatchHistory.id != moved.id)
    after = session.scalar(select(BatchHistory.rank).where(behind).order_by(BatchHistory.rank).limit(1))
    if after is None:
        return before.rank + RANK_STEP
    if after - before.rank < 2:
        after = before.rank + _make_room(session, before)
    return before.rank + min((after - before.rank) // 2, RANK_GAP)


def _make_room(session: Session, before: BatchHistory) -> int:
    """Spread the ranks of those behind a batch, as few as will do, in their order; answers the gap between them."""
    count = SPREAD_COUNT
    while True:
        near = session.scalars(in_order().where(_behind(before)).limit(count + 1)).all()
        if len(near) <= count:
            return _spread(before.rank, near, RANK_STEP)
        gap = (near[-1].rank - before.rank) // (count + 1)
        if gap >= RANK_GAP:
            return _spread(before.rank, near[:-1], gap)
        count *= SPREAD_GROWTH


def _spread(start: int, near: Sequence[BatchHistory], gap: int) -> int:
    for place, batch in enumerate(near, start=1):
        batch.rank = start + place * gap
    return gap
