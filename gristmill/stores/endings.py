"""How a batch ends by what its items say: whether nothing is left to draw, and the sentence that says why it failed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from gristmill.events import EventLog
from gristmill.lifecycle import BatchStatus, ItemStatus
from gristmill.stores import batches, enrichment_orders, items
from models import BatchHistory


def reason_of_failure(session: Session, batch_pk: int) -> str:
    """Say in one sentence why a batch whose items are all over is not complete."""
    planned = items.of_batch(session, batch_pk)
    failed = [item for item in planned if item.status == ItemStatus.FAILED]
    if len(planned) == 1:
        return str(failed[0].end_reason)
    told = "; ".join(
        f"item {item.number}{f' ({item.name})' if item.name else ''}: {item.end_reason}" for item in failed[:3]
    )
    more = f" And {len(failed) - 3} more." if len(failed) > 3 else ""
    return f"{len(failed)} of {len(planned)} items could not be filled: {told}{more}"


def complete(session: Session, log: EventLog, batch: BatchHistory) -> None:
    """End a batch as completed, and queue the enrichment that it names, if any."""
    batches.end(session, log, batch, BatchStatus.COMPLETED, reason=None)
    enrichment_orders.follow(session, log, batch)


def end_if_over(session: Session, log: EventLog, batch: BatchHistory) -> bool:
    """End a batch in its clients' hands when none of its items wants samples any more; answers whether it did."""
    found = {item.status for item in items.of_batch(session, batch.id)}
    if batch.status != BatchStatus.RUNNING or ItemStatus.PENDING in found:
        return False
    if found == {ItemStatus.COMPLETED}:
        complete(session, log, batch)
    else:
        batches.end(session, log, batch, BatchStatus.FAILED, reason=reason_of_failure(session, batch.id))
    return True
