"""The batch to watch: at most one is flagged (a unique index), and one is always found while there is any."""

from __future__ import annotations

from sqlalchemy import ColumnElement, TextClause, func, select, text, update
from sqlalchemy.orm import Session

from gristmill.errors import NotFound
from gristmill.lifecycle import BatchStatus
from models import BatchHistory


def put(session: Session, batch: BatchHistory) -> None:
    """Flag a batch as the current one, in place of any other."""
    others = update(BatchHistory).where(text("is_current = 1"), BatchHistory.id != batch.id)
    session.execute(others.values(is_current=False))
    batch.is_current = True


def choose(session: Session) -> tuple[BatchHistory, str]:
    """Find the batch to watch.

    Returns:
        The batch, and the rule that chose it: `flag`, `running`, `incomplete` or `newest`.

    Raises:
        NotFound: there is no batch at all.
    """
    rules: tuple[tuple[str, ColumnElement[bool] | TextClause], ...] = (
        ("flag", text("is_current = 1")),  # in the words of the partial index
        ("running", BatchHistory.status == BatchStatus.RUNNING),
        ("incomplete", BatchHistory.status.in_([BatchStatus.QUEUED, BatchStatus.PAUSED])),
        ("incomplete", BatchHistory.status.in_([BatchStatus.STOPPED, BatchStatus.FAILED])),
        ("newest", BatchHistory.id > 0),
    )
    for rule, condition in rules:
        newest = session.scalar(select(func.max(BatchHistory.id)).where(condition))  # by order, all would be sorted
        if newest is not None:
            return session.get_one(BatchHistory, newest), rule
    raise NotFound("There is no batch yet.")
