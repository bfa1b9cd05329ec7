"""From what a client asked of an enrichment to its batch in the queue, or to the number of samples it would work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from gristmill import template_choice
from gristmill.enrichment_schemas import StartEnrichment
from gristmill.orders import enrichment_of, judge_of, model_of, notice_of, refuse_faults
from gristmill.providers.registry import is_demo
from gristmill.services import Services
from gristmill.settings import Settings
from gristmill.stores import enrichment_orders, enrichments, ranks, samples
from gristmill.stores.enrichments import Enrichment
from gristmill.stores.history import status_word
from gristmill.stores.queue import BatchOrder
from gristmill.stores.samples import SampleFilter
from models import BatchHistory, Sample

Chosen = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """An order with every default filled in, and the samples it is about."""

    order: BatchOrder
    enrichment: Enrichment
    chosen: Chosen
    notice: str | None


def enrich(services: Services, wanted: StartEnrichment) -> tuple[dict[str, Any], int]:
    """Queue an enrichment and answer 202; a dry run only counts and answers 200.

    Raises:
        InvalidRequest: no such template, field, parameter or sample; or no sample matches.
        NotFound: no such batch.
        ProviderNotConfigured: the provider's key or address is not set.
    """
    if wanted.dry_run:
        with services.database.read() as session:
            ready = _ready(session, wanted, services.settings)
            return _answer(session, ready, None), 200
    with services.database.write() as session:
        ready = _ready(session, wanted, services.settings)
        batch = enrichment_orders.start(
            session, services.log, ready.order, ready.enrichment, ready.chosen, pointer=_named_at(wanted)
        )
        answer = _answer(session, ready, batch)
        services.crash.reach("enrichment.written")
    services.crash.reach("enrichment.committed")
    services.bell.ring()
    return answer, 202


def _answer(session: Session, ready: _Ready, batch: BatchHistory | None) -> dict[str, Any]:
    return {
        "success": True,
        "batch_id": batch.batch_id if batch else None,
        "status": status_word(batch) if batch else None,
        "position": ranks.positions(session, [batch]).get(batch.id) if batch else None,
        "samples": batch.target_count if batch else enrichment_orders.how_many(session, ready.chosen),
        "edited": enrichment_orders.how_many(session, [*ready.chosen, enrichments.edited_by_a_person()]),
        "notice": ready.notice,
    }


def _ready(session: Session, wanted: StartEnrichment, settings: Settings) -> _Ready:
    template = template_choice.enrichment(session, wanted.template, "/template")
    refuse_faults(
        [
            *template_choice.faults_of_values(wanted.parameters, [template], "/parameters"),
            *template_choice.faults_of_absence(template, wanted.parameters, has_source=False, pointer="/parameters"),
        ]
    )
    provider = wanted.provider or settings.default_provider
    told = enrichment_of(session, wanted, settings, pointer="")
    assert told is not None
    order = BatchOrder(
        target_count=0,  # known when the samples are counted
        provider=provider,
        model=model_of(wanted.model, provider, settings),
        template=template.name,
        template_version=template.version,
        demo=is_demo(provider),
        items=(),
        reasoning_instruction=wanted.reasoning_instruction,
        temperature=wanted.temperature,
        seed=wanted.seed,
        name=wanted.name,
        notes=wanted.notes or None,
        priority=wanted.priority,
        parameters={"values": dict(wanted.parameters)} if wanted.parameters else {},
        judge=judge_of(wanted.judge, settings),
    )
    return _Ready(order=order, enrichment=Enrichment(**told), chosen=_chosen(session, wanted), notice=notice_of(order))


def _named_at(wanted: StartEnrichment) -> str:
    return next(f"/{name}" for name in ("filter", "batch_id", "ids") if getattr(wanted, name) is not None)


def _chosen(session: Session, wanted: StartEnrichment) -> Chosen:
    if wanted.filter is not None:
        return samples.conditions(session, SampleFilter(**wanted.filter.model_dump()))
    if wanted.batch_id is not None:
        return samples.conditions(session, SampleFilter(batch_id=wanted.batch_id))
    found = samples.keys_of_ids(session, wanted.ids or [])
    return [Sample.id.in_(found)]
