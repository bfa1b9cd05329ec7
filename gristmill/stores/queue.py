"""The queue: who is next, and every move in it. Rank is stored with wide gaps, places are computed from it.

Priority decides where a batch joins the queue (after the last one of at least its priority); after that only moves
change the order. Batches that clients drive stand in no queue.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import ColumnElement, Select, and_, func, select, text
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import IllegalMove
from gristmill.events import EventLog
from gristmill.ids import new_batch_id, new_seed
from gristmill.lifecycle import BatchStatus, Drive, ItemStatus, PauseCause
from gristmill.stores import items
from gristmill.stores.batches import (
    BY_A_PERSON,
    PAUSED_BY_A_PERSON,
    begin,
    end,
    move,
    pause,
    reopen,
    running,
    tell,
)
from gristmill.stores.items import ItemOrder
from models import BatchHistory

RANK_STEP = 2**40  # between two that join at an end: 64 bits hold eight million of them
RANK_GAP = 2**20  # behind a batch that another is put after: so many more fit in between
SPREAD_COUNT = 32  # batches whose ranks are written anew where a gap has run out: after some 20 moves to one place
SPREAD_GROWTH = 8  # times as many while these stand too close themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrder:
    """What a batch is asked to be, with every default already filled in."""

    target_count: int
    provider: str
    model: str
    template: str
    demo: bool
    items: tuple[ItemOrder, ...]
    topic: str | None = None
    difficulty: str | None = None
    reasoning_instruction: str | None = None
    temperature: float | None = None
    seed: int | None = None
    name: str | None = None
    notes: str | None = None
    priority: int = 0
    drive: Drive = Drive.WORKER
    batch_date: str | None = None
    batch_number: int | None = None
    idempotency_key: str | None = None
    request_hash: str | None = None


def enqueue(session: Session, log: EventLog, order: BatchOrder) -> BatchHistory:
    """Add a batch with its items, at its priority's end of the queue."""
    now = log.clock.time()
    batch = BatchHistory(
        batch_id=new_batch_id(now),
        created_at=iso(now),
        model=order.model,
        provider=order.provider,
        template=order.template,
        demo=order.demo,
        topic_filter=order.topic,
        difficulty_filter=order.difficulty,
        reasoning_instruction=order.reasoning_instruction,
        temperature=order.temperature,
        seed=new_seed() if order.seed is None else order.seed,
        target_count=order.target_count,
        samples_generated=0,
        status=BatchStatus.QUEUED.value,
        name=order.name,
        notes=order.notes,
        priority=order.priority,
        drive=order.drive.value,
        batch_date=order.batch_date,
        batch_number=order.batch_number,
        idempotency_key=order.idempotency_key,
        request_hash=order.request_hash,
        rank=_rank_by_priority(session, order.priority),
    )
    session.add(batch)
    session.flush()
    items.add(session, batch, order.items)
    tell(session, log, "batch.queued", batch, {"items": len(order.items)})
    return batch


def claim_next(session: Session, log: EventLog, *, max_running: int = 1) -> BatchHistory | None:
    """Take the first batch of the queue into work, if a slot is free."""
    taken = {batch.run_slot for batch in running(session)}
    if len(taken) >= max_running:  # more, when fewer are allowed than before
        return None
    batch = session.scalar(_waiting().limit(1))
    if batch is not None:
        begin(session, log, batch, run_slot=min(set(range(max_running)) - taken))
    return batch


def any_waiting(session: Session) -> bool:
    return session.scalar(select(BatchHistory.id).where(_WAITS).limit(1)) is not None


def waiting(session: Session, *, limit: int) -> list[BatchHistory]:
    """List the first of the queue, in order."""
    return list(session.scalars(_waiting().limit(limit)))


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(BatchHistory).where(_WAITS)) or 0


def requeue(session: Session, log: EventLog, batch: BatchHistory, *, why: str) -> None:
    """Put a running batch back to the head of the queue: after a crash, or for a shutdown."""
    head = _rank_of_head(session)
    move(batch, BatchStatus.QUEUED)
    batch.run_slot, batch.rank = None, head
    tell(session, log, "batch.requeued", batch, {"why": why})


def recover(session: Session, log: EventLog, batch: BatchHistory) -> None:
    """Settle what a killed process left running: a wish it did not live to obey is obeyed, else it goes first."""
    tell(session, log, "batch.recovered", batch, {"run_slot": batch.run_slot})
    if batch.stop_requested:
        end(session, log, batch, BatchStatus.STOPPED, reason=BY_A_PERSON)
    elif batch.pause_requested:
        pause(session, log, batch, PauseCause.PERSON, reason=PAUSED_BY_A_PERSON)
    else:
        requeue(session, log, batch, why="recovered after a crash")


def resume(session: Session, log: EventLog, batch: BatchHistory, *, why: str = "resumed by a person") -> None:
    """Put a paused batch to the head of the queue; one that was only about to pause goes on.

    Raises:
        IllegalMove: it is neither.
    """
    if batch.run_slot is not None and batch.pause_requested:
        batch.pause_requested = False
        return
    if batch.status != BatchStatus.PAUSED:
        raise IllegalMove(batch.batch_id, batch.status, BatchStatus.QUEUED)
    head = _rank_of_head(session)
    move(batch, BatchStatus.QUEUED)
    batch.rank = head
    batch.pause_cause = batch.pause_reason = None
    tell(session, log, "batch.resumed", batch, {"why": why})


def retry(session: Session, log: EventLog, batch: BatchHistory, *, only_item: int | None = None) -> None:
    """Queue a stopped or failed batch again for what is missing; its samples count, and nothing is paid for twice.

    Args:
        only_item: reopen this item alone; the others that failed stay so.

    Raises:
        IllegalMove: it is open or completed, or comes from an older version.
        NotFound: it has no such item.
    """
    if batch.provider is None:
        raise IllegalMove(
            batch.batch_id,
            batch.status,
            BatchStatus.QUEUED,
            f"Batch {batch.batch_id} comes from an older version, which kept its samples elsewhere: start a new one.",
        )
    if batch.status not in (BatchStatus.STOPPED, BatchStatus.FAILED):
        raise IllegalMove(batch.batch_id, batch.status, BatchStatus.QUEUED)
    chosen = items.of_batch(session, batch.id) if only_item is None else [items.find(session, batch, only_item)]
    for item in chosen:
        items.reopen(item)
    move(batch, BatchStatus.QUEUED)
    reopen(batch)
    batch.rank = _rank_by_priority(session, batch.priority, without=batch)
    batch.plan_version += 1
    tell(session, log, "batch.retried", batch, {"missing": batch.target_count - batch.samples_generated})


def retry_item(session: Session, log: EventLog, batch: BatchHistory, number: int) -> None:
    """Let one failed item be tried again: at once while its batch is open, else by queueing the batch for it.

    Raises:
        IllegalMove: the item has not failed, or its batch cannot be retried.
        NotFound: the batch has no such item.
    """
    item = items.find(session, batch, number)
    if batch.status in (BatchStatus.STOPPED, BatchStatus.FAILED):
        retry(session, log, batch, only_item=number)
        return
    if item.status != ItemStatus.FAILED:
        raise IllegalMove(
            batch.batch_id,
            item.status,
            ItemStatus.PENDING,
            f"Item {number} of batch {batch.batch_id} is {item.status}: only one that failed can be retried.",
        )
    items.reopen(item)
    batch.plan_version += 1
    tell(session, log, "item.retried", batch, {"item": number})


def place(session: Session, log: EventLog, batch: BatchHistory, position: int) -> None:
    """Move a waiting batch to a place in the queue, 1 is next; beyond the end means last.

    Raises:
        IllegalMove: it does not wait in the queue.
    """
    _must_wait(batch, f"moved to place {position}")
    others = _waiting().where(BatchHistory.id != batch.id)
    before = session.scalar(others.offset(position - 2).limit(1)) if position > 1 else None
    if position > 1 and before is None:
        batch.rank = _rank_of_tail(session)
    elif before is None:
        batch.rank = _rank_of_head(session)
    else:
        batch.rank = _rank_after(session, before, batch)
    tell(session, log, "batch.moved", batch, {"position": position})


def set_priority(session: Session, log: EventLog, batch: BatchHistory, priority: int) -> None:
    """Change the priority; a waiting batch joins the queue anew."""
    if priority == batch.priority:
        return
    if batch.status == BatchStatus.QUEUED and batch.drive == Drive.WORKER:
        batch.rank = _rank_by_priority(session, priority, without=batch)
    batch.priority = priority
    tell(session, log, "batch.reprioritised", batch, {"priority": priority})


def positions(session: Session, rows: Sequence[BatchHistory]) -> dict[int, int]:
    """Compute places in the queue by primary key: 0 is running, 1 is next; others are not in the queue."""
    places = {batch.id: 0 for batch in rows if batch.status == BatchStatus.RUNNING}
    waiting = [row for row in rows if row.status == BatchStatus.QUEUED and row.drive == Drive.WORKER]
    waiting.sort(key=lambda row: (row.rank, row.id))
    bounds = [_LOWEST, *((row.rank, row.id) for row in waiting)]
    place = 1
    for row, ahead in zip(waiting, _counts_between(session, bounds), strict=True):
        place += ahead
        places[row.id] = place
    return places


_LOWEST = (-(2**62), 0)
_WAITS: ColumnElement[bool] = and_(BatchHistory.status == BatchStatus.QUEUED, BatchHistory.drive == Drive.WORKER)


def _waiting() -> Select[BatchHistory]:
    return select(BatchHistory).where(_WAITS).order_by(BatchHistory.rank, BatchHistory.id)


def _behind(before: BatchHistory) -> ColumnElement[bool]:
    not_ahead = (BatchHistory.rank > before.rank) | (BatchHistory.id > before.id)
    return _WAITS & (BatchHistory.rank >= before.rank) & not_ahead


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


def _must_wait(batch: BatchHistory, wish: str) -> None:
    if batch.status != BatchStatus.QUEUED or batch.drive != Drive.WORKER:
        where = "is driven by its client" if batch.drive != Drive.WORKER else f"is {batch.status}"
        raise IllegalMove(
            batch.batch_id,
            batch.status,
            BatchStatus.QUEUED,
            f"Batch {batch.batch_id} {where}, so it has no place in the queue and cannot be {wish}.",
        )


def _rank_of_head(session: Session) -> int:
    return (session.scalar(select(func.min(BatchHistory.rank)).where(_WAITS)) or 0) - RANK_STEP


def _rank_of_tail(session: Session) -> int:
    return (session.scalar(select(func.max(BatchHistory.rank)).where(_WAITS)) or 0) + RANK_STEP


def _rank_by_priority(session: Session, priority: int, *, without: BatchHistory | None = None) -> int:
    """Find the rank behind the last waiting batch of at least this priority."""
    others = _WAITS if without is None else _WAITS & (BatchHistory.id != without.id)
    backwards = select(BatchHistory).where(others).order_by(BatchHistory.rank.desc(), BatchHistory.id.desc())
    last = session.scalar(backwards.limit(1))
    if last is None or last.priority >= priority:
        return _rank_of_tail(session)
    above = session.scalar(backwards.where(BatchHistory.priority >= priority).limit(1))
    return _rank_of_head(session) if above is None else _rank_after(session, above, without)


def _rank_after(session: Session, before: BatchHistory, moved: BatchHistory | None) -> int:
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
        near = session.scalars(_waiting().where(_behind(before)).limit(count + 1)).all()
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
