"""Decisions of people about samples: one by one, or many by few statements.

Each changed sample's revision rises and its Parquet segment is marked in the same transaction. A decision that is there
already changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, select, update
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.events import EventLog
from gristmill.lifecycle import Review
from gristmill.stores import stale
from models import BatchHistory, Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person says of a sample; `pending` takes an earlier decision back."""

    review: Review
    reason: str | None = None
    by: str | None = None


def decide(session: Session, log: EventLog, sample: Sample, decision: Decision) -> None:
    """Put a decision on one sample."""
    if _decide(session, [Sample.id == sample.id], decision, at=iso(log.clock.time())):
        session.refresh(sample)
        batch_id = session.scalar(select(BatchHistory.batch_id).where(BatchHistory.id == sample.batch_pk))
        told = {
            "sample_id": sample.sample_id,
            "review": sample.review,
            "reason": sample.review_reason,
            "by": decision.by,
        }
        log.append(session, "sample.reviewed", batch_pk=sample.batch_pk, batch_id=batch_id, data=told)


def decide_many(
    session: Session, log: EventLog, ids: Sequence[int], chosen: Sequence[ColumnElement[bool]], decision: Decision
) -> int:
    """Put a decision on the samples of these keys that still fit `chosen`; answers how many it has changed.

    The fact is told in the same transaction: of a review that a crash cuts off, each part that was done is known.
    """
    changed = _decide(session, [Sample.id.in_(ids), *chosen], decision, at=iso(log.clock.time()))
    if changed:
        told = {"review": decision.review.value, "reason": decision.reason, "by": decision.by, "changed": changed}
        log.append(session, "samples.reviewed", data=told)
    return changed


def _decide(session: Session, chosen: list[ColumnElement[bool]], decision: Decision, *, at: str) -> int:
    is_open = decision.review is Review.PENDING
    values = {
        "review": decision.review.value,
        "review_reason": decision.reason,
        "reviewed_at": None if is_open else at,
        "reviewed_by": None if is_open else decision.by,
    }
    same = and_(Sample.review == decision.review.value, Sample.review_reason.is_not_distinct_from(decision.reason))
    changing = [*chosen, not_(same)]
    stale.mark(session, changing)
    result: Any = session.execute(
        update(Sample)
        .where(*changing)
        .values(**values, revision=Sample.revision + 1)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)
