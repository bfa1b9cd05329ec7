"""The queue: who is next, and every move in it. Rank is stored with wide gaps, places are computed from it.

Priority decides where a batch joins the queue (after the last one of at least its priority); after that only moves
change the order. Batches that clients drive stand in no queue.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import func, select
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
from gristmill.stores.ranks import WAITS, in_order, rank_after, rank_by_priority, rank_of_head, rank_of_tail
from models import BatchHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrder:
    """What a batch is asked to be, with every default already filled in.

    `parameters` holds `values` (of the template's parameters), `source_id`, `taxonomy` and `auto`, each where given.
    `judge` is a rubric as JSON, False for none, None for the template's own; `enrich_after` what follows the batch.
    """

    target_count: int
    provider: str
    model: str
    template: str
    demo: bool
    items: tuple[ItemOrder, ...]
    template_version: int = 1
    auto: bool = False  # the template was picked, not named
    parameters: Mapping[str, Any] = field(default_factory=dict)
    judge: Mapping[str, Any] | Literal[False] | None = None
    enrich_after: Mapping[str, Any] | None = None
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
        template_version=order.template_version,
        parameters=json.dumps(dict(order.parameters), ensure_ascii=False),
        judge=None if order.judge is None else json.dumps(order.judge, ensure_ascii=False),
        enrich_after=None if order.enrich_after is None else json.dumps(order.enrich_after, ensure_ascii=False),
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
        rank=rank_by_priority(session, order.priority),
    )
    session.add(batch)
    session.flush()
    items.add(session, batch, order.items)
    picked = {"template": f"{order.template}@{order.template_version}", "auto": True} if order.auto else {}
    tell(session, log, "batch.queued", batch, {"items": len(order.items), **picked})
    return batch


def claim_next(session: Session, log: EventLog, *, max_running: int = 1) -> BatchHistory | None:
    """Take the first batch of the queue into work, if a slot is free."""
    taken = {batch.run_slot for batch in running(session)}
    if len(taken) >= max_running:  # more, when fewer are allowed than before
        return None
    batch = session.scalar(in_order().limit(1))
    if batch is not None:
        begin(session, log, batch, run_slot=min(set(range(max_running)) - taken))
    return batch


def any_waiting(session: Session) -> bool:
    return session.scalar(select(BatchHistory.id).where(WAITS).limit(1)) is not None


def waiting(session: Session, *, limit: int) -> list[BatchHistory]:
    """List the first of the queue, in order."""
    return list(session.scalars(in_order().limit(limit)))


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(BatchHistory).where(WAITS)) or 0


def requeue(session: Session, log: EventLog, batch: BatchHistory, *, why: str) -> None:
    """Put a running batch back to the head of the queue: after a crash, or for a shutdown."""
    head = rank_of_head(session)
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
        detail = f"Batch {batch.batch_id} is {batch.status}, so it cannot be resumed: only a paused one can."
        raise IllegalMove(batch.batch_id, batch.status, BatchStatus.QUEUED, detail)
    head = rank_of_head(session)
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
        detail = f"Batch {batch.batch_id} is {batch.status}, so it cannot be retried: only a stopped or failed one can."
        raise IllegalMove(batch.batch_id, batch.status, BatchStatus.QUEUED, detail)
    chosen = items.of_batch(session, batch.id) if only_item is None else [items.find(session, batch, only_item)]
    for item in chosen:
        items.reopen(item)
    move(batch, BatchStatus.QUEUED)
    reopen(batch)
    batch.rank = rank_by_priority(session, batch.priority, without=batch)
    batch.plan_version += 1
    tell(session, log, "batch.retried", batch, {"missing": batch.target_count - batch.samples_generated})


def retry_item(session: Session, log: EventLog, batch: BatchHistory, number: int) -> None:
    """Let one failed item be tried again: at once while its batch is open, else by queueing the batch for it.

    Raises:
        IllegalMove: the item has not failed, or its batch cannot be retried.
        NotFound: the batch has no such item.
    """
    item = items.find(session, batch, number)
    is_over = batch.status in (BatchStatus.STOPPED, BatchStatus.FAILED)
    if is_over and item.status != ItemStatus.COMPLETED:
        retry(session, log, batch, only_item=number)
        return
    if item.status != ItemStatus.FAILED:
        raise IllegalMove(
            batch.batch_id,
            item.status,
            ItemStatus.PENDING,
            f"Item {number} of batch {batch.batch_id} is {item.status}: only a failed or stopped one can be retried.",
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
    others = in_order().where(BatchHistory.id != batch.id)
    before = session.scalar(others.offset(position - 2).limit(1)) if position > 1 else None
    if position > 1 and before is None:
        batch.rank = rank_of_tail(session)
    elif before is None:
        batch.rank = rank_of_head(session)
    else:
        batch.rank = rank_after(session, before, batch)
    tell(session, log, "batch.moved", batch, {"position": position})


def set_priority(session: Session, log: EventLog, batch: BatchHistory, priority: int) -> None:
    """Change the priority; a waiting batch joins the queue anew."""
    if priority == batch.priority:
        return
    if batch.status == BatchStatus.QUEUED and batch.drive == Drive.WORKER:
        batch.rank = rank_by_priority(session, priority, without=batch)
    batch.priority = priority
    tell(session, log, "batch.reprioritised", batch, {"priority": priority})


def _must_wait(batch: BatchHistory, wish: str) -> None:
    if batch.status != BatchStatus.QUEUED or batch.drive != Drive.WORKER:
        where = "is driven by its client" if batch.drive != Drive.WORKER else f"is {batch.status}"
        raise IllegalMove(
            batch.batch_id,
            batch.status,
            BatchStatus.QUEUED,
            f"Batch {batch.batch_id} {where}, so it has no place in the queue and cannot be {wish}.",
        )
