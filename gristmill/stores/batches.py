"""Batches in the database: the sole writer of their status and their place in the queue.

Every function takes a session of `Database.write` (or `read`, for the questions) and is one transaction's worth of
meaning. None opens a session, none talks to a provider.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import IllegalMove, NotFound
from gristmill.events import EventLog
from gristmill.ids import new_batch_id, new_seed
from gristmill.lifecycle import ENDED, BatchStatus, may_move
from models import BatchHistory

RANK_STEP = 1024  # room to place a batch between two others without renumbering
ERRORS_KEPT = 100  # latest errors shown on the batch; all of them are in the attempts


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrder:
    """What a batch is asked to be, with every default already filled in."""

    target_count: int
    provider: str
    model: str
    template: str
    demo: bool
    topic: str | None = None
    difficulty: str | None = None
    reasoning_instruction: str | None = None
    temperature: float | None = None
    seed: int | None = None


def enqueue(session: Session, log: EventLog, order: BatchOrder) -> BatchHistory:
    """Add a batch to the end of the queue."""
    now = log.clock.time()
    last_rank = session.scalar(select(func.max(BatchHistory.rank)).where(BatchHistory.status == BatchStatus.QUEUED))
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
        status=BatchStatus.QUEUED.value,
        rank=(last_rank or 0) + RANK_STEP,
    )
    session.add(batch)
    session.flush()
    _tell(session, log, "batch.queued", batch)
    return batch


def find(session: Session, batch_id: str) -> BatchHistory:
    """Get a batch by its public id.

    Raises:
        NotFound: there is none.
    """
    batch = session.scalar(select(BatchHistory).where(BatchHistory.batch_id == batch_id))
    if batch is None:
        raise NotFound(f"There is no batch {batch_id!r}.")
    return batch


def running(session: Session) -> BatchHistory | None:
    return session.scalar(select(BatchHistory).where(BatchHistory.status == BatchStatus.RUNNING))


def last_started(session: Session) -> BatchHistory | None:
    """Find the newest batch that has begun."""
    begun = select(BatchHistory).where(BatchHistory.started_at.is_not(None))
    return session.scalar(begun.order_by(BatchHistory.id.desc()).limit(1))


def in_progress(session: Session, *, limit: int) -> list[BatchHistory]:
    """List the running batch and the first of the queue."""
    open_ones = select(BatchHistory).where(BatchHistory.status.in_([BatchStatus.RUNNING, BatchStatus.QUEUED]))
    is_waiting = BatchHistory.status == BatchStatus.QUEUED
    return list(session.scalars(open_ones.order_by(is_waiting, BatchHistory.rank, BatchHistory.id).limit(limit)))


def with_samples(session: Session) -> list[BatchHistory]:
    """List the batches that have samples of ours: those adopted from an older table have none."""
    made_here = select(BatchHistory).where(BatchHistory.provider.is_not(None), BatchHistory.samples_generated > 0)
    return list(session.scalars(made_here.order_by(BatchHistory.id)))


def with_files_behind(session: Session) -> list[BatchHistory]:
    """List the ended batches whose files hold fewer samples than the table."""
    return list(
        session.scalars(
            select(BatchHistory).where(
                BatchHistory.provider.is_not(None),
                BatchHistory.status.in_(ENDED),
                BatchHistory.checkpointed_count < BatchHistory.samples_generated,
            )
        )
    )


def any_queued(session: Session) -> bool:
    return session.scalar(select(BatchHistory.id).where(BatchHistory.status == BatchStatus.QUEUED).limit(1)) is not None


def positions(session: Session, rows: Sequence[BatchHistory]) -> dict[int, int]:
    """Compute places in the queue by primary key: 0 is running, 1 is next; others are not in the queue."""
    places = {batch.id: 0 for batch in rows if batch.status == BatchStatus.RUNNING}
    waiting = [batch for batch in rows if batch.status == BatchStatus.QUEUED]
    if not waiting:
        return places
    if len(waiting) == 1:
        return places | {waiting[0].id: 1 + _count_ahead(session, waiting[0])}
    queue = session.scalars(
        select(BatchHistory.id)
        .where(BatchHistory.status == BatchStatus.QUEUED)
        .order_by(BatchHistory.rank, BatchHistory.id)
    )
    order = {batch_pk: place for place, batch_pk in enumerate(queue, start=1)}
    return places | {batch.id: order[batch.id] for batch in waiting}


def _count_ahead(session: Session, batch: BatchHistory) -> int:
    ahead = select(func.count()).where(BatchHistory.status == BatchStatus.QUEUED, BatchHistory.rank < batch.rank)
    return session.scalar(ahead) or 0


def claim_next(session: Session, log: EventLog) -> BatchHistory | None:
    """Take the first batch of the queue into work, unless one runs already."""
    if running(session) is not None:
        return None
    batch = session.scalar(
        select(BatchHistory)
        .where(BatchHistory.status == BatchStatus.QUEUED)
        .order_by(BatchHistory.rank, BatchHistory.id)
        .limit(1)
    )
    if batch is None:
        return None
    _move(batch, BatchStatus.RUNNING)
    batch.started_at = batch.started_at or iso(log.clock.time())
    _tell(session, log, "batch.started", batch)
    return batch


def requeue(session: Session, log: EventLog, batch: BatchHistory, *, why: str) -> None:
    """Put a running batch back to the head of the queue: after a crash, or for a shutdown."""
    first_rank = session.scalar(select(func.min(BatchHistory.rank)).where(BatchHistory.status == BatchStatus.QUEUED))
    _move(batch, BatchStatus.QUEUED)
    batch.rank = (first_rank or 0) - RANK_STEP
    _tell(session, log, "batch.requeued", batch, {"why": why})


def request_stop(session: Session, log: EventLog, batch_id: str | None) -> BatchHistory:
    """Ask a batch to stop: at once when it is queued, by a wish that the worker obeys when it runs.

    Raises:
        NotFound: no such batch.
        IllegalMove: it has ended already, or no id was given and none is running.
    """
    batch = find(session, batch_id) if batch_id else running(session)
    if batch is None:
        raise IllegalMove(None, "idle", BatchStatus.STOPPED, "No batch is running, so there is none to stop.")
    if batch.status == BatchStatus.QUEUED:
        end(session, log, batch, BatchStatus.STOPPED, reason="Stopped before it began.")
    elif batch.status == BatchStatus.RUNNING:
        batch.stop_requested = True
    else:
        raise IllegalMove(
            batch.batch_id,
            batch.status,
            BatchStatus.STOPPED,
            f"Batch {batch.batch_id} has ended already ({batch.status}), so it cannot be stopped.",
        )
    return batch


def end(session: Session, log: EventLog, batch: BatchHistory, status: BatchStatus, *, reason: str | None) -> None:
    """Give a batch its final status and, unless completed, the sentence that says why."""
    _move(batch, status)
    batch.completed_at = iso(log.clock.time())
    batch.end_reason = reason
    batch.stop_requested = False
    _tell(session, log, f"batch.{status}", batch, {"reason": reason})


def add_errors(batch: BatchHistory, errors: list[dict[str, Any]]) -> None:
    """Append error objects `{time, kind, message, attempt}`; the latest 100 stay."""
    if errors:
        batch.errors = json.dumps((json.loads(batch.errors) + errors)[-ERRORS_KEPT:])


def checkpoint_saved(session: Session, log: EventLog, batch: BatchHistory, *, rows: int) -> None:
    """Note that the Parquet files hold the first `rows` samples."""
    batch.checkpointed_count = rows
    _tell(session, log, "checkpoint.saved", batch, {"rows": rows})


def _move(batch: BatchHistory, to_status: BatchStatus) -> None:
    if not may_move(BatchStatus(batch.status), to_status):
        raise IllegalMove(batch.batch_id, batch.status, to_status)
    batch.status = to_status.value


def _tell(
    session: Session, log: EventLog, kind: str, batch: BatchHistory, data: Mapping[str, Any] | None = None
) -> None:
    facts = {
        "status": batch.status,
        "samples_generated": batch.samples_generated,
        "target_count": batch.target_count,
        **(data or {}),
    }
    log.append(session, kind, batch_pk=batch.id, batch_id=batch.batch_id, data=facts)
