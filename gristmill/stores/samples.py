"""Samples in the database: which ones are meant, and reading them as rows for files and as pages of a batch.

Lists across batches are in `sample_pages`; what changes a sample is in `reviews` and `sample_versions`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, func, literal_column, select, text
from sqlalchemy.orm import Session

from gristmill.columns import AFTER_CONTENT, flat_name
from gristmill.errors import NotFound
from gristmill.lifecycle import BatchKind
from gristmill.search_words import match_of
from gristmill.stores import template_filters
from models import BatchHistory, EnrichmentTarget, Sample, Template

IDS_PER_QUERY = 1000
MAX_KEY = 2**63 - 1
_HAS_TEXT = "EXISTS (SELECT 1 FROM json_tree(samples.content) WHERE type = 'text' AND atom LIKE :part ESCAPE '/')"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFilter:
    """Which samples, over all batches; what is left out does not matter.

    `template` is a name or an id, or one version (`name@2`). `topic` is exact, `topic_contains` matches anywhere
    without regard to ASCII case. Scores are 0 to 1, both bounds included; a sample without one is in no range. `q` is
    read by `search_words`.
    """

    batch_id: str | None = None
    template: str | None = None
    kind: str | None = None
    topic: str | None = None
    topic_contains: str | None = None
    difficulty: str | None = None
    review: str | None = None
    score_min: float | None = None
    score_max: float | None = None
    demo: bool | None = None
    origin: str | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InBatch:
    """Which samples of one batch; texts match anywhere and without regard to ASCII case."""

    topic: str | None = None
    difficulty: str | None = None
    q: str | None = None


def conditions(session: Session, wanted: SampleFilter, *, with_text: bool = True) -> tuple[ColumnElement[bool], ...]:
    """Write a filter as conditions on `samples`; `with_text=False` leaves `q` to the caller.

    Raises:
        NotFound: it names a batch or a template that there is not.
    """
    chosen: list[ColumnElement[bool]] = []
    if wanted.batch_id is not None:
        chosen += _of_batch(session, wanted.batch_id)
    if wanted.template is not None:
        name, version = Sample.template, Sample.template_version
        chosen += template_filters.conditions(session, wanted.template, name=name, version=version)
    if wanted.kind is not None:
        chosen.append(
            Sample.template.in_(list(session.scalars(select(Template.name).where(Template.kind == wanted.kind))))
        )
    if wanted.topic is not None:
        chosen.append(Sample.topic == wanted.topic)
    if wanted.topic_contains:
        chosen.append(Sample.topic.icontains(wanted.topic_contains, autoescape=True))
    equals = {name: getattr(wanted, name) for name in ("difficulty", "review", "demo", "origin")}
    chosen += [getattr(Sample, name) == value for name, value in equals.items() if value is not None]
    if wanted.score_min is not None:
        chosen.append(Sample.score >= wanted.score_min)
    if wanted.score_max is not None:
        chosen.append(Sample.score <= wanted.score_max)
    if with_text and wanted.q is not None:
        words = match_of(wanted.q)
        chosen.append(Sample.id.in_(_saying(words)) if words else false())
    return tuple(chosen)


def id_range(session: Session, wanted: SampleFilter) -> tuple[int, int]:
    """Say between which primary keys all samples of a filter lie."""
    batch = _batch(session, wanted.batch_id)
    if batch is None or batch.kind == BatchKind.ENRICHMENT:
        return 0, MAX_KEY
    return _range(session, batch.id)


def find(session: Session, sample_id: str) -> Sample:
    """Get a sample by its public id.

    Raises:
        NotFound: there is none.
    """
    sample = session.scalar(select(Sample).where(Sample.sample_id == sample_id))
    if sample is None:
        raise NotFound(f"There is no sample {sample_id!r}.")
    return sample


def keys_after(session: Session, wanted: SampleFilter, after: int, *, limit: int) -> list[int]:
    """List primary keys above one, in rising order."""
    keys = select(Sample.id).with_hint(Sample, "INDEXED BY ix_samples_listed", "sqlite")
    chosen = (*conditions(session, wanted), Sample.id > after)
    return list(session.scalars(keys.where(*chosen).order_by(Sample.id).limit(limit)))


def keys_of_ids(session: Session, sample_ids: Sequence[str]) -> list[int]:
    """List the primary keys of the samples of these ids; one that there is not is passed over."""
    keys: list[int] = []
    for start in range(0, len(sample_ids), IDS_PER_QUERY):
        part = sample_ids[start : start + IDS_PER_QUERY]
        keys += session.scalars(select(Sample.id).where(Sample.sample_id.in_(part)))
    return sorted(set(keys))


def page(
    session: Session, batch_pk: int, batch_id: str, wanted: InBatch, *, limit: int, offset: int
) -> tuple[list[dict[str, Any]], int]:
    """Read one page of a batch in order of arrival, and how many of its samples match in all."""
    matching = _matching(batch_pk, wanted)
    total = session.scalar(matching.with_only_columns(func.count())) or 0
    rows = session.execute(matching.order_by(Sample.ordinal).limit(limit).offset(offset)).mappings()
    return [_shown(row, batch_id) for row in rows], total


def in_order(session: Session, batch_pk: int, batch_id: str, *, first: int, count: int) -> list[dict[str, Any]]:
    """Read samples by ordinal, from `first` on, in the shape of `as_row`."""
    rows = session.execute(
        select(Sample.__table__)
        .where(Sample.batch_pk == batch_pk, Sample.ordinal >= first, Sample.ordinal < first + count)
        .order_by(Sample.ordinal)
    ).mappings()
    return [as_row(row, batch_id) for row in rows]


def of_slot(session: Session, item_pk: int, slot: int, batch_id: str) -> dict[str, Any]:
    """Read the sample that fills a slot."""
    found = select(Sample.__table__).where(Sample.item_pk == item_pk, Sample.slot == slot)
    return _shown(session.execute(found).mappings().one(), batch_id)


def _shown(row: Mapping[Any, Any], batch_id: str) -> dict[str, Any]:
    return {**as_row(row, batch_id), "findings": json.loads(row["findings"])}


def as_row(row: Mapping[Any, Any], batch_id: str) -> dict[str, Any]:
    """Flatten a stored sample: its content's fields beside its provenance.

    A field that has the name of a column of the provenance comes as `content_<name>`. `findings` is JSON text.
    """
    content = json.loads(row["content"])
    return {
        "sample_id": row["sample_id"],
        "batch_id": batch_id,
        **{flat_name(field): value for field, value in content.items()},
        **{name: row[name] for name in _PROVENANCE},
        "demo": bool(row["demo"]),
    }


_PROVENANCE = tuple(name for name in AFTER_CONTENT if name != "demo")  # which is no boolean in a row


def _saying(words: str) -> Select[Any]:
    found: Select[Any] = select(literal_column("rowid")).select_from(text("samples_fts"))
    return found.where(text("samples_fts MATCH :words").bindparams(words=words))


def _of_batch(session: Session, batch_id: str) -> list[ColumnElement[bool]]:
    """Say which samples are a batch's: those that it made or, of an enrichment, those that it works on."""
    batch = _batch(session, batch_id)
    if batch is None:
        raise NotFound(f"There is no batch {batch_id!r}.")
    if batch.kind == BatchKind.ENRICHMENT:
        return [Sample.id.in_(select(EnrichmentTarget.sample_pk).where(EnrichmentTarget.batch_pk == batch.id))]
    return [Sample.batch_pk == batch.id, Sample.id.between(*_range(session, batch.id))]


def _batch(session: Session, batch_id: str | None) -> Row[int, str] | None:
    found = select(BatchHistory.id, BatchHistory.kind).where(BatchHistory.batch_id == batch_id)
    return session.execute(found).one_or_none()


def _range(session: Session, batch_pk: int) -> tuple[int, int]:
    """Find the keys of a batch's first and last sample: keys rise with the order of arrival."""
    own = select(Sample.id).where(Sample.batch_pk == batch_pk)
    first = session.scalar(own.order_by(Sample.ordinal).limit(1))
    last = session.scalar(own.order_by(Sample.ordinal.desc()).limit(1))
    return first or 0, last or 0


def _matching(batch_pk: int, wanted: InBatch) -> Select[Any]:
    query = select(Sample.__table__).where(Sample.batch_pk == batch_pk)
    if wanted.topic:
        query = query.where(Sample.topic.icontains(wanted.topic, autoescape=True))
    if wanted.difficulty:
        query = query.where(Sample.difficulty == wanted.difficulty)
    if wanted.q:
        # Text by text: the names of the fields are in the column, too.
        query = query.where(text(_HAS_TEXT).bindparams(part=f"%{_escaped(wanted.q)}%"))
    return query


def _escaped(part: str) -> str:
    return part.replace("/", "//").replace("%", "/%").replace("_", "/_")
