"""Signatures of stored samples, read in order so that a search table can follow the rows.

Parts of bounded size; a reader that kept its mark gets only what is new. Never writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models import Sample, Template

ROWS_PER_PART = 10_000  # some 2 MB


@dataclass(frozen=True, slots=True)
class Part:
    """Some samples: their keys and signatures, in one order; those without a signature are left out."""

    keys: tuple[int, ...]
    signatures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest sample that a reader has seen. Its id says whether the table has been the same since."""

    pk: int = 0
    sample_id: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What a sample is now."""

    sample_id: str
    signature: bytes | None


def of_batch(session: Session, batch_pk: int, first: int) -> Iterator[tuple[Part, int]]:
    """Read a batch's samples from ordinal `first` on; each part with the ordinal to go on from."""
    while True:
        rows = session.execute(
            select(Sample.id, Sample.signature, Sample.ordinal)
            .where(Sample.batch_pk == batch_pk, Sample.ordinal >= first)
            .order_by(Sample.ordinal)
            .limit(ROWS_PER_PART)
        ).all()
        if rows:
            first = rows[-1].ordinal + 1
            yield _part([(row.id, row.signature) for row in rows]), first
        if len(rows) < ROWS_PER_PART:
            return


def of_kind(session: Session, kind: str, template: str, *, demo: bool, after: int, until: int) -> Iterator[Part]:
    """Read the samples of all templates of a kind, and of this one, with keys after `after`, up to and with `until`."""
    names = select(Template.name).where(Template.kind == kind)
    alike = or_(Sample.template == template, Sample.template.in_(names))
    wanted = select(Sample.id, Sample.signature).where(Sample.id <= until, Sample.demo == demo, alike)
    while True:
        rows = session.execute(wanted.where(Sample.id > after).order_by(Sample.id).limit(ROWS_PER_PART)).all()
        if rows:
            after = rows[-1].id
            yield _part([(row.id, row.signature) for row in rows])
        if len(rows) < ROWS_PER_PART:
            return


def newest(session: Session) -> Mark:
    """Tell the newest sample of all."""
    row = session.execute(
        select(Sample.id, Sample.sample_id).where(Sample.id == select(func.max(Sample.id)).scalar_subquery())
    ).first()
    return Mark() if row is None else Mark(row.id, row.sample_id)


def still_there(session: Session, mark: Mark) -> bool:
    """Tell whether the sample of a mark is there: while it is, no earlier key can have been given out again."""
    return mark.pk == 0 or session.scalar(select(Sample.sample_id).where(Sample.id == mark.pk)) == mark.sample_id


def look(session: Session, pk: int) -> Stored | None:
    """Read what a sample is now; None when it is gone."""
    row = session.execute(select(Sample.sample_id, Sample.signature).where(Sample.id == pk)).first()
    return None if row is None else Stored(row.sample_id, row.signature)


def _part(rows: list[tuple[int, bytes | None]]) -> Part:
    signed = [(pk, signature) for pk, signature in rows if signature is not None]
    return Part(tuple(pk for pk, _ in signed), tuple(signature for _, signature in signed))
