"""Which Parquet segments are behind their rows: marked in the transaction that changes a row, cleared by the filer.

A mark rises with every change, and is taken away only as it was read: a change during a rewrite stays marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, literal, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from gristmill.parquet import SEGMENT_ROWS
from models import BatchHistory, Sample, StaleSegment


@dataclass(frozen=True, slots=True)
class Mark:
    segment: int
    mark: int


def mark(session: Session, chosen: Sequence[ColumnElement[bool]]) -> None:
    """Mark the segments of the chosen samples, in the transaction that changes them."""
    segment = Sample.ordinal.op("/")(SEGMENT_ROWS)
    rows = select(Sample.batch_pk, segment, literal(1)).where(*chosen).group_by(Sample.batch_pk, segment)
    _raise(session, rows)


def mark_sample(session: Session, sample: Sample) -> None:
    """Mark the segment of one sample."""
    session.execute(
        insert(StaleSegment)
        .values(batch_pk=sample.batch_pk, segment=sample.ordinal // SEGMENT_ROWS, mark=1)
        .on_conflict_do_update(index_elements=["batch_pk", "segment"], set_={"mark": StaleSegment.mark + 1})
    )


def mark_segments(session: Session, batch_pk: int, segments: Sequence[int]) -> None:
    """Mark whole segments: their rows are as they were, but their columns are not."""
    for segment in segments:
        session.execute(
            insert(StaleSegment).values(batch_pk=batch_pk, segment=segment, mark=1).on_conflict_do_nothing()
        )


def batches(session: Session) -> list[BatchHistory]:
    """List the batches that have marked segments."""
    marked = select(StaleSegment.batch_pk).distinct()
    return list(session.scalars(select(BatchHistory).where(BatchHistory.id.in_(marked)).order_by(BatchHistory.id)))


def first(session: Session, batch_pk: int, *, from_segment: int) -> Mark | None:
    """Find a batch's next marked segment."""
    marked = select(StaleSegment).where(StaleSegment.batch_pk == batch_pk, StaleSegment.segment >= from_segment)
    row = session.scalar(marked.order_by(StaleSegment.segment).limit(1))
    return None if row is None else Mark(row.segment, row.mark)


def clear(session: Session, batch_pk: int, seen: Mark) -> None:
    """Take a mark away, unless it has risen since it was read."""
    session.execute(
        delete(StaleSegment).where(
            StaleSegment.batch_pk == batch_pk, StaleSegment.segment == seen.segment, StaleSegment.mark == seen.mark
        )
    )


def _raise(session: Session, rows: Any) -> None:
    marked = insert(StaleSegment).from_select(["batch_pk", "segment", "mark"], rows)
    raised = marked.on_conflict_do_update(index_elements=["batch_pk", "segment"], set_={"mark": StaleSegment.mark + 1})
    session.execute(raised)
