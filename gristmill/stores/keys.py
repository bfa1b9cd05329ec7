"""Get or create: the same request again finds the batch that it made, by its key or by its date and number.

Look-up and insert belong in one write transaction; that a key makes one batch is also a unique constraint.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gristmill.errors import KeyReused
from gristmill.events import EventLog
from gristmill.lifecycle import BatchStatus
from gristmill.stores import queue
from gristmill.stores.queue import BatchOrder
from models import BatchHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """A batch that was made now (`created`), or was there and goes on (`resumed`) if it had been interrupted."""

    batch: BatchHistory
    created: bool
    resumed: bool


def get_or_create(session: Session, log: EventLog, order: BatchOrder) -> Got:
    """Queue an order, unless the same was asked before: then resume its batch where it was interrupted.

    Raises:
        KeyReused: the key, or the date and number, belongs to another request.
    """
    batch = find_same(session, order)
    if batch is None:
        return Got(batch=queue.enqueue(session, log, order), created=True, resumed=False)
    return Got(batch=batch, created=False, resumed=_go_on(session, log, batch))


def find_same(session: Session, order: BatchOrder) -> BatchHistory | None:
    """Find the batch that the same request made before.

    Raises:
        KeyReused: the key, or the date and number, belongs to another request.
    """
    for found, what in ((_by_key(session, order), "Idempotency-Key"), (_by_date(session, order), "date and number")):
        if found is None:
            continue
        if found.request_hash != order.request_hash:
            raise KeyReused(
                f"This {what} made batch {found.batch_id}, which was asked for by a different body.",
                extra={"batch_id": found.batch_id},
            )
        return found
    return None


def _by_key(session: Session, order: BatchOrder) -> BatchHistory | None:
    if order.idempotency_key is None:
        return None
    return session.scalar(select(BatchHistory).where(BatchHistory.idempotency_key == order.idempotency_key))


def _by_date(session: Session, order: BatchOrder) -> BatchHistory | None:
    if order.batch_date is None:
        return None
    return session.scalar(
        select(BatchHistory).where(
            BatchHistory.batch_date == order.batch_date, BatchHistory.batch_number == order.batch_number
        )
    )


def _go_on(session: Session, log: EventLog, batch: BatchHistory) -> bool:
    if batch.status == BatchStatus.PAUSED or batch.pause_requested:
        queue.resume(session, log, batch, why="the same was asked for again")
    elif batch.status in (BatchStatus.STOPPED, BatchStatus.FAILED):
        queue.retry(session, log, batch)
    else:
        return False
    return True
