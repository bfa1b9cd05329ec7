"""Which samples an export takes, read in the caller's one transaction: counts, keys, and rows in parts.

Rows are found by key, a thousand at a time, so that memory does not grow with the selection. Reads only.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, text, tuple_
from sqlalchemy.orm import Session

from gristmill.errors import NotFound
from gristmill.export_schemas import Reviewed, SampleChoice, StartExport
from gristmill.lifecycle import Review
from gristmill.stores import samples
from gristmill.stores.samples import SampleFilter
from models import BatchHistory, Sample, Template, TemplateVersion

KEYS_PER_PART = 5000
FIELDS_LOOKED_FOR_IN = 20_000  # samples, for a name that no template has: 0.2 s
Pair = tuple[str, int]

DEMO, PENDING, REJECTED = "of the demo model", "not approved", "rejected by a person"


@dataclass(frozen=True, slots=True)
class Part:
    """Samples that are alike in what decides about them."""

    template: str
    version: int
    review: str
    demo: bool
    count: int


@dataclass(frozen=True, slots=True)
class Key:
    """What says where a sample belongs in a split."""

    id: int
    content_hash: str
    source_ref: str | None
    signature: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The samples that an order names, and of these the ones that may leave: by review, by demo, by template."""

    order: StartExport
    review: Reviewed
    pairs: tuple[Pair, ...] | None = None  # templates with version; None = any

    def parts(self, session: Session) -> list[Part]:
        """Count all that the order names, by what decides about them, whether it may leave or not."""
        columns = (Sample.template, Sample.template_version, Sample.review, Sample.demo)
        query = select(*columns, func.count()).where(*named(session, self.order)).group_by(*columns).order_by(*columns)
        return [Part(*row) for row in session.execute(query)]

    def keeps_back(self, part: Part) -> str | None:
        """Say why samples may not leave; None when they may."""
        if part.demo and not self.order.include_demo:
            return DEMO
        if part.review == Review.REJECTED and self.review != "any":
            return REJECTED
        return PENDING if part.review != Review.APPROVED and self.review == "approved" else None

    def keys(self, session: Session, *, with_signatures: bool) -> Iterator[Key]:
        """List the samples that leave in order of their keys."""
        signature: Any = Sample.signature if with_signatures else text("NULL")
        query = select(Sample.id, Sample.content_hash, Sample.source_ref, signature).where(*self._leaving(session))
        rows = session.execute(query.order_by(Sample.id).execution_options(yield_per=KEYS_PER_PART))
        return (Key(*row) for row in rows)

    def some_of(self, session: Session, pair: Pair, *, count: int) -> list[Mapping[Any, Any]]:
        """Read the first few samples of a template that leave."""
        query = _rows().where(*self._leaving(session), tuple_(Sample.template, Sample.template_version).in_([pair]))
        return list(session.execute(query.order_by(Sample.id).limit(count)).mappings())

    def fields_among(self, session: Session, names: Collection[str]) -> set[str]:
        """Find which of these fields the chosen samples hold, looking at FIELDS_LOOKED_FOR_IN of them."""
        chosen = select(Sample.content).where(*named(session, self.order)).limit(FIELDS_LOOKED_FOR_IN).subquery()
        keys = func.json_each(chosen.c.content).table_valued("key", joins_implicitly=True)
        query = select(keys.c.key).select_from(chosen, keys).where(keys.c.key.in_(list(names))).distinct()
        return set(session.scalars(query))

    def _leaving(self, session: Session) -> list[ColumnElement[bool]]:
        conditions = named(session, self.order)
        if not self.order.include_demo:
            conditions.append(Sample.demo.is_(False))
        if self.review == "approved":
            conditions.append(Sample.review == Review.APPROVED)
        elif self.review == "not_rejected":
            conditions.append(Sample.review != Review.REJECTED)
        if self.pairs is not None:
            conditions.append(tuple_(Sample.template, Sample.template_version).in_(self.pairs))
        return conditions


def named(session: Session, order: StartExport) -> list[ColumnElement[bool]]:
    """Write what an order names as conditions."""
    conditions: list[ColumnElement[bool]] = []
    if order.batch_ids is not None:
        conditions.append(Sample.batch_pk.in_(_batches(order.batch_ids)))
    if order.ids is not None:
        conditions.append(Sample.sample_id.in_(_each(order.ids)))
    return conditions + (_filtered(session, order.filter) if order.filter else [])


def rows_of(session: Session, keys: Sequence[int]) -> list[Mapping[Any, Any]]:
    """Read samples, with the `batch_id` of each, in order of their keys."""
    query = _rows().where(Sample.id.in_(_each(keys))).order_by(Sample.id)
    return list(session.execute(query).mappings())


def contents(session: Session, keys: Sequence[int]) -> Iterator[str]:
    """Read only what samples hold."""
    yield from session.scalars(select(Sample.content).where(Sample.id.in_(_each(keys))).order_by(Sample.id))


def passages(session: Session, references: Iterable[str]) -> dict[str, str]:
    """Read the texts that samples are grounded in, by reference (`src_...#12`); what was deleted is missing."""
    parted = (reference.rpartition("#") for reference in set(references))
    pairs = [(source_id, int(number)) for source_id, _, number in parted if number.isdecimal()]
    found = session.execute(_PASSAGES, {"pairs": json.dumps(pairs)})
    return {f"{source_id}#{number}": passage for source_id, number, passage in found}


def unknown_batches(session: Session, batch_ids: Sequence[str]) -> list[int]:
    """Find the places in the list at which no batch stands."""
    there = set(session.scalars(select(BatchHistory.batch_id).where(BatchHistory.batch_id.in_(_each(batch_ids)))))
    return [place for place, batch_id in enumerate(batch_ids) if batch_id not in there]


def unknown_template(session: Session, reference: str | None) -> str | None:
    """Say in a sentence that there is no such template; None when there is, or none is named."""
    try:
        samples.conditions(session, SampleFilter(template=reference))
    except NotFound as error:
        return error.detail.rstrip(".")
    return None


def unknown_samples(session: Session, sample_ids: Sequence[str]) -> list[int]:
    """Find the places in the list at which no sample stands."""
    there = set(session.scalars(select(Sample.sample_id).where(Sample.sample_id.in_(_each(sample_ids)))))
    return [place for place, sample_id in enumerate(sample_ids) if sample_id not in there]


def prices(session: Session, batch_ids: Sequence[str]) -> list[dict[str, Any]]:
    """List the prices that batches were paid at: provider, model, price (as it was stored, or null)."""
    columns = (BatchHistory.provider, BatchHistory.model, BatchHistory.price)
    query = select(*columns).where(BatchHistory.batch_id.in_(_each(batch_ids))).distinct().order_by(*columns)
    return [
        {"provider": provider, "model": model, "price": json.loads(price) if price else None}
        for provider, model, price in session.execute(query)
    ]


def versions(session: Session, pairs: Iterable[Pair]) -> dict[Pair, dict[str, str]]:
    """Find the kind and the hash of template versions; what was never stored as a template is missing."""
    columns = (Template.name, TemplateVersion.version, Template.kind, TemplateVersion.body_hash)
    query = select(*columns).join(TemplateVersion, TemplateVersion.template_pk == Template.id)
    rows = session.execute(query.where(tuple_(Template.name, TemplateVersion.version).in_(list(pairs))))
    return {(name, version): {"kind": kind, "sha256": digest} for name, version, kind, digest in rows}


_PASSAGES = text(
    "SELECT sources.source_id, source_chunks.number, source_chunks.text FROM json_each(:pairs) AS pair"
    " JOIN sources ON sources.source_id = json_extract(pair.value, '$[0]')"
    " JOIN source_chunks ON source_chunks.source_pk = sources.id"
    " AND source_chunks.number = json_extract(pair.value, '$[1]')"
)


def _rows() -> Select[Any]:
    return select(Sample.__table__, BatchHistory.batch_id).join(BatchHistory, BatchHistory.id == Sample.batch_pk)


def _each(values: Sequence[Any]) -> Select[Any]:
    """Give a list as one bound value: any length, and one statement for all lengths."""
    return select(func.json_each(json.dumps(list(values))).table_valued("value").c.value)


def _batches(batch_ids: Sequence[str]) -> Select[Any]:
    return select(BatchHistory.id).where(BatchHistory.batch_id.in_(_each(batch_ids)))


def _filtered(session: Session, wanted: SampleChoice) -> list[ColumnElement[bool]]:
    """Write a filter as conditions; a batch that there is not has no samples."""
    told = wanted.model_dump(exclude={"batch_id"}, exclude_none=True)
    conditions = list(samples.conditions(session, SampleFilter(**told)))
    if wanted.batch_id is not None:
        conditions.append(Sample.batch_pk.in_(_batches([wanted.batch_id])))
    return conditions
