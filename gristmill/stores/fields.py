"""Which fields the contents of a batch's samples may have, by the templates that made or enriched them. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from gristmill.errors import NotFound
from gristmill.lifecycle import BatchKind
from gristmill.stores import templates
from gristmill.stores.enrichments import Enrichment
from models import BatchHistory, EnrichmentTarget, Item, Sample


def schemas_of(session: Session, batch_pk: int) -> list[Mapping[str, Any]]:
    """List the JSON schemas of a batch's contents: its items' templates, then what enrichments of its samples add."""
    used = select(Item.template, Item.template_version).where(Item.batch_pk == batch_pk, Item.template.is_not(None))
    pairs = session.execute(used.group_by(Item.template, Item.template_version).order_by(Item.number)).all()
    own = [schema for name, version in pairs if (schema := _schema(session, str(name), version))]
    return [*own, *_added(session, batch_pk)]


def _added(session: Session, batch_pk: int) -> Iterator[Mapping[str, Any]]:
    for told in session.scalars(_enrichments(session, batch_pk)):
        order = Enrichment.from_json(told)
        fields = (_schema(session, order.template, order.version) or {}).get("properties", {})
        names = {name: name for name in fields} if order.fields is None else order.fields
        yield {"properties": {to: fields[name] for name, to in names.items() if name in fields}}


def _enrichments(session: Session, batch_pk: int) -> Any:
    """Find the enrichments that have samples of this batch; ids rise within a batch, which narrows the look."""
    own = select(Sample.id).where(Sample.batch_pk == batch_pk)
    first = session.scalar(own.order_by(Sample.ordinal).limit(1)) or 0
    last = session.scalar(own.order_by(Sample.ordinal.desc()).limit(1)) or 0
    wanted = (
        exists()
        .where(EnrichmentTarget.batch_pk == BatchHistory.id, EnrichmentTarget.sample_pk.between(first, last))
        .where(Sample.id == EnrichmentTarget.sample_pk, Sample.batch_pk == batch_pk)
    )
    kind = BatchHistory.kind == BatchKind.ENRICHMENT.value
    return (
        select(BatchHistory.enrichment)
        .where(kind, BatchHistory.enrichment.is_not(None), wanted)
        .order_by(BatchHistory.id)
    )


def _schema(session: Session, name: str, version: int) -> Mapping[str, Any] | None:
    try:
        return templates.get(session, name, version).schema
    except NotFound:  # of a batch from before there were templates: what it holds goes into `extra`
        return None
