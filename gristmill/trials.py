"""From what a client asks of a preview, or from an order that is to be estimated, to a trial: its briefs and its judge.

The briefs are those that a batch of the same seed would begin with. Reads templates and sources, writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from gristmill import template_choice
from gristmill.drafts import PLACE, UNSAVED
from gristmill.errors import FieldFault
from gristmill.ids import new_seed
from gristmill.orders import faults_of_source, model_of, refuse_faults
from gristmill.outfit import place_of, rules_of
from gristmill.plan import Brief, Plan, chunk_of, with_chunk
from gristmill.preview_schemas import PreviewGiven
from gristmill.prompts import Template
from gristmill.settings import Settings
from gristmill.stores import sources, templates
from gristmill.stores.items import ItemOrder
from gristmill.stores.queue import BatchOrder
from gristmill.template_schema import Area
from gristmill.trial import Trial
from models import BatchHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a trial is to ask for, whoever wants it."""

    seed: int
    count: int
    max_wait_s: float
    provider: str
    model: str
    topic: str | None = None
    difficulty: str | None = None
    reasoning_instruction: str | None = None
    temperature: float | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    source_id: str | None = None
    taxonomy: list[dict[str, Any]] | None = None
    judge: str | None = None  # JSON, as a batch has it


def of_request(
    session: Session, subject: str | Template, wanted: PreviewGiven, settings: Settings
) -> tuple[Trial, int]:
    """Prepare a preview of the named template, or of one that nobody has saved; answers its seed, too.

    Raises:
        NotFound: there is no such template.
        InvalidRequest: the template does not take these values or this source, or cannot do without others.
        ProviderNotConfigured: the provider's key or address is not set.
    """
    template = subject if isinstance(subject, Template) else templates.find(session, subject)[1]
    refuse_faults(list(_faults_of(session, template, wanted)))
    provider = wanted.provider or settings.default_provider
    asked = Asked(
        seed=new_seed() if wanted.seed is None else wanted.seed,
        count=wanted.count,
        max_wait_s=wanted.max_wait_s,
        provider=provider,
        model=model_of(wanted.model, provider, settings),
        topic=wanted.topic,
        difficulty=wanted.difficulty,
        reasoning_instruction=wanted.reasoning_instruction,
        temperature=wanted.temperature,
        values=wanted.parameters,
        source_id=wanted.source_id,
    )
    return make(session, template, asked, settings), asked.seed


def of_order(order: BatchOrder, item: ItemOrder, template: Template, *, count: int, max_wait_s: float) -> Asked:
    """Say what the first samples of an item of an order would be asked for."""
    own = item.parameters
    return Asked(
        seed=new_seed() if order.seed is None else order.seed,
        count=count,
        max_wait_s=max_wait_s,
        provider=order.provider,
        model=order.model,
        topic=item.topic,
        difficulty=item.difficulty,
        reasoning_instruction=own.get("reasoning_instruction", order.reasoning_instruction),
        temperature=own.get("temperature", order.temperature),
        values={
            name: value
            for name, value in {**order.parameters.get("values", {}), **own.get("values", {})}.items()
            if name in template.parameters
        },
        source_id=order.parameters.get("source_id"),
        taxonomy=order.parameters.get("taxonomy"),
        judge=None if order.judge is None else json.dumps(order.judge),
    )


def make(session: Session, template: Template, asked: Asked, settings: Settings) -> Trial:
    """Plan the briefs, with their chunks of the source, and find the judge."""
    plan = _plan_of(session, template, asked)
    as_batch = BatchHistory(provider=asked.provider, model=asked.model, judge=asked.judge)
    rules = rules_of(as_batch, template)
    return Trial(
        template=template,
        briefs=tuple(_with_source(session, plan.brief(slot)) for slot in range(asked.count)),
        provider=asked.provider,
        model=asked.model,
        max_wait_s=asked.max_wait_s,
        stored=template.version != UNSAVED,
        judge=rules,
        judge_place=None if rules is None else place_of(rules, as_batch, settings),
    )


def _plan_of(session: Session, template: Template, asked: Asked) -> Plan:
    own_areas = [Area.model_validate(area) for area in asked.taxonomy or ()]
    return Plan(
        seed=asked.seed,
        topic=asked.topic,
        difficulty=asked.difficulty,
        reasoning_instruction=asked.reasoning_instruction,
        temperature=asked.temperature,
        taxonomy=own_areas or template.taxonomy,
        framings=template.framings,
        parameters=template.parameters,
        values=asked.values,
        source_id=asked.source_id,
        chunks=sources.chunk_count(session, asked.source_id) if asked.source_id else 0,
    )


def _with_source(session: Session, brief: Brief) -> Brief:
    if brief.source_ref is None:
        return brief
    return with_chunk(brief, sources.chunk(session, *chunk_of(brief.source_ref)))


def _faults_of(session: Session, template: Template, wanted: PreviewGiven) -> Iterator[FieldFault]:
    if template.kind == "enrichment":
        place = f"{PLACE}/kind" if template.version == UNSAVED else "/template_id"
        yield FieldFault(place, f"{template.name} works on samples that there are, and has none here")
        return  # nor has it what else is asked below
    if wanted.source_id is not None:
        yield from faults_of_source(session, wanted.source_id, [template])
    if template_choice.lacks_topic(template, wanted.topic):
        yield template_choice.topic_fault(template, "/topic")
    yield from template_choice.faults_of_values(wanted.parameters, [template], "/parameters")
    has_source = wanted.source_id is not None
    yield from template_choice.faults_of_absence(
        template, wanted.parameters, has_source=has_source, pointer="/parameters"
    )
