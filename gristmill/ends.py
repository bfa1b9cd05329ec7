"""How a run of a batch can end, and what the rows make of it in the transaction that writes the end down."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gristmill.lifecycle import BatchStatus, ItemStatus, PauseCause
from gristmill.recorder import PATIENCE_S
from gristmill.stores import batches, items
from gristmill.stores.endings import reason_of_failure
from models import BatchHistory

STOP_GRACE_S = 0.3  # calls about to answer are paid for: let them; a stop must still take effect within a second
SHUTDOWN_GRACE_S = 3.0


@dataclass(frozen=True, slots=True)
class End:
    """How a run ends: the batch's next status and, unless completed, the sentence that says why.

    COMPLETED means that nothing is left to draw; the rows then say whether the batch is complete or has failed.
    `patience_s` bounds the wait for a database that is locked or full: without it what is paid for waits in memory.
    """

    status: BatchStatus
    reason: str | None = None
    grace_s: float = 0.0
    cause: PauseCause | None = None
    patience_s: float = math.inf


STOPPED = End(BatchStatus.STOPPED, batches.BY_A_PERSON, STOP_GRACE_S)
PAUSED = End(BatchStatus.PAUSED, batches.PAUSED_BY_A_PERSON, STOP_GRACE_S, PauseCause.PERSON)
SHUTDOWN = End(BatchStatus.QUEUED, "shutdown", SHUTDOWN_GRACE_S, patience_s=PATIENCE_S)


def as_rows_say(session: Session, batch: BatchHistory, end: End) -> End:
    """Settle how the run ends by what the rows say now: wishes and targets may have changed since it was over."""
    found = {item.status for item in items.of_batch(session, batch.id)}
    if found == {ItemStatus.COMPLETED}:
        return End(BatchStatus.COMPLETED)
    if end.status is BatchStatus.FAILED:
        return end
    if batch.stop_requested:
        return STOPPED
    if end.status is BatchStatus.COMPLETED:
        if ItemStatus.PENDING not in found:
            return End(BatchStatus.FAILED, reason_of_failure(session, batch.id))
        end = End(BatchStatus.QUEUED, "more samples are wanted")
    if end.cause is PauseCause.PERSON and not batch.pause_requested:  # the wish was taken back meanwhile
        return End(BatchStatus.QUEUED, "resumed by a person")
    if batch.pause_requested and end.status is BatchStatus.QUEUED:
        return PAUSED
    return end


def pause_for_provider(reason: str) -> End:
    """End a run because no call can succeed before somebody acts."""
    return End(BatchStatus.PAUSED, reason, STOP_GRACE_S, PauseCause.PROVIDER)
