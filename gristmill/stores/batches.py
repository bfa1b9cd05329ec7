"""Batches in the database: the sole writer of their status, apart from the queue's own moves (`stores.queue`).

Every function takes a session of `Database.write` (or `read`, for the questions) and is one transaction's worth of
meaning. None opens a session, none talks to a provider.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import FieldFault, IllegalMove, InvalidRequest, NotFound
from gristmill.events import EventLog
from gristmill.lifecycle import ENDED, BatchKind, BatchStatus, Drive, ItemStatus, PauseCause, may_move
from gristmill.stores import current, items
from models import BatchHistory, Item

ERRORS_KEPT = 100  # latest errors shown on the batch; all of them are in the attempts
NOT_BEGUN = "Stopped before it began."
BY_A_PERSON = "Stopped by a person."
PAUSED_BY_A_PERSON = "Paused by a person."


def find(session: Session, batch_id: str) -> BatchHistory:
    """Get a batch by its public id.

    Raises:
        NotFound: there is none.
    """
    batch = session.scalar(select(BatchHistory).where(BatchHistory.batch_id == batch_id))
    if batch is None:
        raise NotFound(f"There is no batch {batch_id!r}.")
    return batch


def running(session: Session) -> list[BatchHistory]:
    """List what the worker runs, in the order of their slots."""
    held = select(BatchHistory).where(BatchHistory.run_slot.is_not(None))
    return list(session.scalars(held.order_by(BatchHistory.run_slot)))


def which_run(session: Session, batch_pks: Sequence[int]) -> set[int]:
    """Say which of these batches are running, whoever drives them."""
    run = BatchHistory.status == BatchStatus.RUNNING
    return set(session.scalars(select(BatchHistory.id).where(BatchHistory.id.in_(batch_pks), run)))


def last_started(session: Session) -> BatchHistory | None:
    """Find the newest batch that has begun."""
    begun = select(BatchHistory).where(BatchHistory.started_at.is_not(None))
    return session.scalar(begun.order_by(BatchHistory.id.desc()).limit(1))


def in_progress(session: Session, *, limit: int) -> list[BatchHistory]:
    """List the running batches and the first of the queue."""
    open_ones = select(BatchHistory).where(BatchHistory.status.in_([BatchStatus.RUNNING, BatchStatus.QUEUED]))
    is_waiting = BatchHistory.status == BatchStatus.QUEUED
    return list(session.scalars(open_ones.order_by(is_waiting, BatchHistory.rank, BatchHistory.id).limit(limit)))


def paused_by(session: Session, cause: PauseCause) -> list[BatchHistory]:
    """List what is paused for a cause, in the order in which it would be resumed."""
    paused = select(BatchHistory).where(BatchHistory.status == BatchStatus.PAUSED, BatchHistory.pause_cause == cause)
    return list(session.scalars(paused.order_by(BatchHistory.rank, BatchHistory.id)))


def with_samples(session: Session) -> list[BatchHistory]:
    """List the batches with samples of their own: enrichments, and those adopted from an older table, have none."""
    made_here = select(BatchHistory).where(
        BatchHistory.provider.is_not(None),
        BatchHistory.samples_generated > 0,
        BatchHistory.kind != BatchKind.ENRICHMENT.value,
    )
    return list(session.scalars(made_here.order_by(BatchHistory.id)))


def driven_by_clients(session: Session) -> list[BatchHistory]:
    """List what clients are drawing the samples of."""
    open_ones = BatchHistory.status == BatchStatus.RUNNING
    return list(session.scalars(select(BatchHistory).where(open_ones, BatchHistory.drive == Drive.CLIENT)))


def with_files_behind(session: Session, *, drawn_by_clients: bool = False) -> list[BatchHistory]:
    """List the batches that nobody works on and whose files hold fewer samples than the table.

    Args:
        drawn_by_clients: also those that are in their clients' hands, whose files follow every so many samples.
    """
    at_rest = BatchHistory.status.in_([*ENDED, BatchStatus.PAUSED])
    in_hand = (BatchHistory.status == BatchStatus.RUNNING) & (BatchHistory.drive == Drive.CLIENT)
    return list(
        session.scalars(
            select(BatchHistory).where(
                BatchHistory.provider.is_not(None),
                or_(at_rest, in_hand) if drawn_by_clients else at_rest,
                BatchHistory.checkpointed_count < BatchHistory.samples_generated,
            )
        )
    )


def request_pause(session: Session, log: EventLog, batch: BatchHistory) -> None:
    """Ask a batch to pause: at once, or by a wish that the worker obeys when it runs it.

    Raises:
        IllegalMove: it is paused or has ended already.
    """
    if batch.run_slot is not None:
        batch.pause_requested = True
    elif not may_move(BatchStatus(batch.status), BatchStatus.PAUSED):
        detail = f"Batch {batch.batch_id} is {batch.status}, so it cannot be paused."
        raise IllegalMove(batch.batch_id, batch.status, BatchStatus.PAUSED, detail)
    else:
        pause(session, log, batch, PauseCause.PERSON, reason=PAUSED_BY_A_PERSON)


def pause(session: Session, log: EventLog, batch: BatchHistory, cause: PauseCause, *, reason: str) -> None:
    """Take a batch out of work or out of the queue; everything is kept."""
    move(batch, BatchStatus.PAUSED)
    _leave(batch)
    batch.pause_cause, batch.pause_reason = cause.value, reason
    tell(session, log, "batch.paused", batch, {"cause": cause.value, "reason": reason})


def request_stop(session: Session, log: EventLog, batch: BatchHistory) -> None:
    """Ask a batch to stop: at once, or by a wish that the worker obeys when it runs it.

    Raises:
        IllegalMove: it has ended already.
    """
    if batch.status in ENDED:
        raise IllegalMove(
            batch.batch_id,
            batch.status,
            BatchStatus.STOPPED,
            f"Batch {batch.batch_id} has ended already ({batch.status}), so it cannot be stopped.",
        )
    if batch.run_slot is not None:
        batch.stop_requested = True
    else:
        end(session, log, batch, BatchStatus.STOPPED, reason=BY_A_PERSON if batch.started_at else NOT_BEGUN)


def cancel(session: Session, log: EventLog, batch: BatchHistory) -> None:
    """Stop a batch that waits, in the queue or paused.

    Raises:
        IllegalMove: it runs (stop it), or has ended already.
    """
    if batch.status == BatchStatus.RUNNING and batch.drive == Drive.WORKER:
        raise IllegalMove(
            batch.batch_id,
            batch.status,
            BatchStatus.STOPPED,
            f"Batch {batch.batch_id} is running, so it cannot be cancelled as if it waited: stop it.",
        )
    request_stop(session, log, batch)


def begin(session: Session, log: EventLog, batch: BatchHistory, *, run_slot: int | None) -> None:
    """Take a batch into work; it becomes the current one."""
    move(batch, BatchStatus.RUNNING)
    batch.run_slot = run_slot
    batch.started_at = batch.started_at or iso(log.clock.time())
    session.flush()  # before the flag moves: both are unique indexes
    current.put(session, batch)
    tell(session, log, "batch.started", batch, {"run_slot": run_slot})


def end(session: Session, log: EventLog, batch: BatchHistory, status: BatchStatus, *, reason: str | None) -> None:
    """Give a batch its final status and, unless completed, the sentence that says why."""
    move(batch, status)
    _leave(batch)
    batch.completed_at = iso(log.clock.time())
    batch.end_reason = reason
    if status is BatchStatus.COMPLETED:
        batch.is_current = False
    if status is BatchStatus.FAILED:
        found = {item.status for item in items.of_batch(session, batch.id)}
        batch.completed_with_errors = ItemStatus.COMPLETED in found and ItemStatus.PENDING not in found
    tell(session, log, f"batch.{status}", batch, {"reason": reason})


def fail_item(session: Session, log: EventLog, batch: BatchHistory, item: Item, *, reason: str) -> None:
    """Note that an item cannot be filled; one that was filled or lowered meanwhile stays as it is."""
    if item.status == ItemStatus.PENDING and item.accepted_count < item.target_count:
        item.status, item.end_reason = ItemStatus.FAILED.value, reason
        tell(session, log, "item.failed", batch, {"item": item.number, "reason": reason})


def reopen(batch: BatchHistory) -> None:
    """Forget how a batch ended, because it goes on."""
    batch.completed_at = batch.end_reason = None
    batch.completed_with_errors = False


def remove(session: Session, batch: BatchHistory) -> None:
    """Delete an ended batch with all that hangs on it.

    Raises:
        IllegalMove: it has not ended.
    """
    if batch.status not in ENDED:
        raise IllegalMove(
            batch.batch_id,
            batch.status,
            "deleted",
            f"Batch {batch.batch_id} is {batch.status}: only a batch that has ended can be deleted.",
        )
    # By the database's own cascade: the session would load a million samples first.
    session.execute(text("DELETE FROM batch_history WHERE id = :id"), {"id": batch.id})


def add_errors(batch: BatchHistory, errors: list[dict[str, Any]]) -> None:
    """Append error objects `{time, kind, message, attempt}`; the latest 100 stay."""
    if errors:
        batch.errors = json.dumps((json.loads(batch.errors) + errors)[-ERRORS_KEPT:])


def checkpoint_saved(session: Session, log: EventLog, batch: BatchHistory, *, rows: int) -> None:
    """Note that the Parquet files hold the first `rows` samples."""
    batch.checkpointed_count = rows
    tell(session, log, "checkpoint.saved", batch, {"rows": rows})


def move(batch: BatchHistory, to_status: BatchStatus) -> None:
    """Change the status, if the table of legal moves allows it.

    Raises:
        IllegalMove: it does not.
    """
    if not may_move(BatchStatus(batch.status), to_status):
        raise IllegalMove(batch.batch_id, batch.status, to_status)
    batch.status = to_status.value


def tell(
    session: Session, log: EventLog, kind: str, batch: BatchHistory, data: Mapping[str, Any] | None = None
) -> None:
    """Append a fact about a batch, with where it stands."""
    facts = {
        "status": batch.status,
        "samples_generated": batch.samples_generated,
        "target_count": batch.target_count,
        **(data or {}),
    }
    log.append(session, kind, batch_pk=batch.id, batch_id=batch.batch_id, data=facts)


def named_or_running(session: Session, batch_id: str | None) -> BatchHistory:
    """Find the batch that is meant: the one named, else the one that runs, the worker's first; of several the current.

    Raises:
        NotFound: there is none of that id.
        IllegalMove: none is named, and none runs.
        InvalidRequest: none is named, several run, and none of them is the current one.
    """
    if batch_id is not None:
        return find(session, batch_id)
    held = running(session) or driven_by_clients(session)
    if not held:
        raise IllegalMove(None, "idle", BatchStatus.STOPPED, "No batch is running, so there is nothing to stop.")
    meant = held if len(held) == 1 else [batch for batch in held if batch.is_current]
    if not meant:
        detail = f"several batches run, so name one: {', '.join(batch.batch_id for batch in held)}"
        raise InvalidRequest(f"batch_id: {detail}.", faults=[FieldFault("/batch_id", detail)])
    return meant[0]


def _leave(batch: BatchHistory) -> None:
    """Give the slot back; wishes are fulfilled or void."""
    batch.run_slot = None
    batch.stop_requested = batch.pause_requested = False
    batch.pause_cause = batch.pause_reason = None
