"""Ordering enrichments: as a batch in the queue with a slot for each chosen sample, and the one that follows a batch.

A batch that names an enrichment gets it in the transaction that completes it, so that neither happens without the
other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from gristmill.errors import FieldFault, InvalidRequest
from gristmill.events import EventLog
from gristmill.lifecycle import BatchKind, BatchStatus
from gristmill.providers.registry import is_demo
from gristmill.schemas import MAX_TARGET_COUNT
from gristmill.stores import enrichments, queue
from gristmill.stores.enrichments import Enrichment
from gristmill.stores.items import ItemOrder
from gristmill.stores.queue import BatchOrder
from models import BatchHistory, Sample

Chosen = Sequence[ColumnElement[bool]]


def start(
    session: Session,
    log: EventLog,
    order: BatchOrder,
    enrichment: Enrichment,
    chosen: Chosen,
    *,
    parent: BatchHistory | None = None,
    pointer: str = "",
) -> BatchHistory:
    """Queue an enrichment of the chosen samples; `order` says all but how many they are.

    Args:
        pointer: where the request names the samples.

    Raises:
        InvalidRequest: there are none, or more than a batch can have.
    """
    count = how_many(session, chosen)
    if not 1 <= count <= MAX_TARGET_COUNT:
        detail = f"{count} samples match; an enrichment takes 1 to {MAX_TARGET_COUNT}"
        raise InvalidRequest(f"{detail}.", faults=[FieldFault(pointer, detail)])
    item = ItemOrder(target_count=count, template=order.template, template_version=enrichment.version)
    batch = queue.enqueue(session, log, replace(order, target_count=count, items=(item,)))
    batch.kind, batch.enrichment = BatchKind.ENRICHMENT.value, enrichment.as_json()
    batch.parent_pk = parent.id if parent else None
    enrichments.aim(session, batch, chosen, limit=count)
    return batch


def how_many(session: Session, chosen: Chosen) -> int:
    """Count the samples that an enrichment would work on."""
    return session.scalar(select(func.count()).select_from(Sample).where(*chosen)) or 0


def follow(session: Session, log: EventLog, batch: BatchHistory) -> BatchHistory | None:
    """Start the enrichment that a completed batch has named, unless it has been started already."""
    if batch.status != BatchStatus.COMPLETED or batch.enrich_after is None or enrichments.children(session, batch):
        return None
    enrichment = Enrichment.from_json(batch.enrich_after)
    provider = enrichment.provider or str(batch.provider)
    order = BatchOrder(
        target_count=batch.target_count,
        provider=provider,
        model=enrichment.model or str(batch.model),
        template=enrichment.template,
        template_version=enrichment.version,
        demo=is_demo(provider),
        items=(),
        seed=batch.seed,
        name=f"{enrichment.template} for {batch.name or batch.batch_id}"[:200],
        priority=batch.priority,
    )
    return start(session, log, order, enrichment, [Sample.batch_pk == batch.id], parent=batch)
