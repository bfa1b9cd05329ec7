"""From what a client asked to a complete order: template, provider and model chosen, refused when they cannot be had.

Reads which templates and sources there are and writes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from sqlalchemy.orm import Session

from gristmill import template_choice
from gristmill.chunking import Passage
from gristmill.errors import FieldFault, InvalidRequest
from gristmill.lifecycle import Drive
from gristmill.order_schemas import Enrich, ItemParameters, ItemWanted, Matrix, StartBatch
from gristmill.plan import with_chunk
from gristmill.prompts import DEFAULT_TEMPLATE, PromptFault, Template, render, sample_brief
from gristmill.providers.registry import default_model_of, is_demo, offers_model, require_configured
from gristmill.settings import Settings
from gristmill.stores import sources
from gristmill.stores.items import ItemOrder
from gristmill.stores.queue import BatchOrder
from gristmill.template_schema import Judge

MANY_DEMO_SAMPLES = 100


# Fields that came later: left out, a body has the hash that it had before, so that old keys still find their batches.
_LATER: Final = ("kind", "parameters", "source_id", "taxonomy", "judge", "enrich")


def order_of(session: Session, wanted: StartBatch, settings: Settings, *, key: str | None = None) -> BatchOrder:
    """Fill in every default, and pin the version of every template.

    Args:
        key: the request's Idempotency-Key.

    Raises:
        ProviderNotConfigured: the provider's key or address is not set.
        InvalidRequest: there is no such template or source, or the template does not take its parameters; no model is
            named and there is no default, or the provider does not have the model.
    """
    provider = wanted.provider or settings.default_provider
    model = model_of(wanted.model, provider, settings)
    template = _template_of(session, wanted)
    own = _templates_of_items(session, wanted)
    refuse_faults(list(_faults_of(session, wanted, template, own)))
    items = tuple(_items_of(wanted, own))
    return BatchOrder(
        target_count=sum(item.target_count for item in items),
        provider=provider,
        model=model,
        template=template.name,
        template_version=template.version,
        auto=wanted.template == template_choice.AUTO,
        parameters=_parameters_of(wanted),
        judge=judge_of(wanted.judge, settings),
        enrich_after=enrichment_of(session, wanted.enrich, settings),
        demo=is_demo(provider),
        items=items,
        topic=wanted.topic,
        difficulty=wanted.difficulty,
        reasoning_instruction=wanted.reasoning_instruction,
        temperature=wanted.temperature,
        seed=wanted.seed,
        name=wanted.name,
        notes=wanted.notes or None,
        priority=wanted.priority,
        drive=Drive(wanted.drive),
        batch_date=wanted.batch_date,
        batch_number=wanted.batch_number,
        idempotency_key=key,
        request_hash=request_hash(wanted) if key or wanted.batch_date else None,
    )


def request_hash(wanted: StartBatch) -> str:
    """Hash what was asked (sha256, hex): the same for bodies that differ only in order or in spelled-out defaults."""
    told = wanted.model_dump(mode="json")
    told = {name: value for name, value in told.items() if name not in _LATER or value not in (None, {})}
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def notice_of(order: BatchOrder) -> str | None:
    """Say what a person should know before the batch runs."""
    if not order.demo:
        return None
    notice = "Built-in demo model: for trying out the pipeline; its legal content is wrong, do not train on it."
    if order.target_count > MANY_DEMO_SAMPLES:
        notice += f" {order.target_count} samples at 10 to 30 a minute take a while."
    return notice


def model_of(wanted: str | None, provider: str, settings: Settings) -> str:
    """Say which model is meant, and that the provider can be used at all; raises as `order_of` does."""
    require_configured(provider, settings)
    default = default_model_of(provider, settings)
    model = wanted or default
    if not model:
        raise _model_fault(f"name a model, or set GRISTMILL_MODEL: {provider} has no default")
    if not offers_model(provider, model, settings):
        raise _model_fault(f"the {provider} provider has only {default}: set GROQ_API_KEY, or choose another provider")
    return model


def _template_of(session: Session, wanted: StartBatch) -> Template:
    if wanted.template != template_choice.AUTO:
        return template_choice.named(session, wanted.template or DEFAULT_TEMPLATE, "/template")
    return template_choice.picked(
        session, kind=wanted.kind, parameters=wanted.parameters, has_source=wanted.source_id is not None
    )


def _templates_of_items(session: Session, wanted: StartBatch) -> Sequence[Template | None]:
    """Find the items' own templates; None where an item has the batch's."""
    return [
        template_choice.named(session, item.template, f"/items/{number}/template") if item.template else None
        for number, item in enumerate(wanted.items or ())
    ]


def _faults_of(
    session: Session, wanted: StartBatch, template: Template, own: Sequence[Template | None]
) -> Iterator[FieldFault]:
    """Find what the templates do not take, or cannot do without."""
    has_source = wanted.source_id is not None
    used = [template, *(one for one in own if one is not None)]
    if wanted.source_id is not None:
        yield from faults_of_source(session, wanted.source_id, used)
    yield from _faults_of_topics(wanted, template, own)
    yield from template_choice.faults_of_values(wanted.parameters, used, "/parameters")
    if not own or None in own:  # else no item has the batch's template
        given = wanted.parameters
        if not any(item.parameters for item in wanted.items or ()):
            yield from template_choice.faults_of_absence(template, given, has_source=has_source, pointer="/parameters")
    for number, (item, its) in enumerate(zip(wanted.items or (), own, strict=True)):
        if its is None and item.parameters is None:
            continue
        pointer, values = f"/items/{number}/parameters", _values_of(item.parameters)
        yield from template_choice.faults_of_values(values, [its or template], pointer)
        yield from template_choice.faults_of_absence(
            its or template, {**wanted.parameters, **values}, has_source=has_source, pointer=pointer
        )


def _faults_of_topics(wanted: StartBatch, template: Template, own: Sequence[Template | None]) -> Iterator[FieldFault]:
    """Find parts that would be about nothing."""
    if wanted.topic or wanted.taxonomy:
        return
    if wanted.items is None:
        if not (wanted.matrix and wanted.matrix.topics) and template_choice.lacks_topic(template, None):
            yield template_choice.topic_fault(template, "/topic")
        return
    for number, (item, its) in enumerate(zip(wanted.items, own, strict=True)):
        if template_choice.lacks_topic(its or template, item.topic):
            yield template_choice.topic_fault(its or template, f"/items/{number}/topic")


def faults_of_source(session: Session, source_id: str, used: Sequence[Template]) -> Iterator[FieldFault]:
    """Fill the templates in with the source's first chunk: a table may lack a column that one names.

    Raises:
        NotFound: there is no such source.
    """
    sources.find(session, source_id)
    first = sources.chunk(session, source_id, 0)
    for template in used:
        try:
            render(template, with_chunk(sample_brief(template), first), small_model=False)
        except PromptFault as fault:
            yield FieldFault("/source_id", str(fault).rstrip("."))
    if not any(_uses(template, first) for template in used):
        detail = f"{used[0].name} uses no source: leave it out, or name a template with the variable source or row"
        yield FieldFault("/source_id", detail)


def _uses(template: Template, chunk: Passage) -> bool:
    """Say whether a chunk makes a difference: what is paid for must not be made without the source in silence."""
    if template.needs & template_choice.OF_SOURCES:
        return True
    brief = sample_brief(template)
    try:
        filled = render(template, with_chunk(brief, chunk), small_model=False)
    except PromptFault:
        return True
    return filled.messages != render(template, brief, small_model=False).messages


def refuse_faults(faults: list[FieldFault]) -> None:
    """Raise InvalidRequest that names all faults, if there are any."""
    if faults:
        listed = "; ".join(f"{fault.pointer.lstrip('/')}: {fault.detail}" for fault in faults[:20])
        raise InvalidRequest(f"{listed}.", faults=faults)


def _parameters_of(wanted: StartBatch) -> dict[str, Any]:
    told: dict[str, Any] = {
        "values": dict(wanted.parameters),
        "source_id": wanted.source_id,
        "taxonomy": [area.model_dump(mode="json") for area in wanted.taxonomy] if wanted.taxonomy else None,
        "auto": wanted.template == template_choice.AUTO,
    }
    return {name: value for name, value in told.items() if value}


def judge_of(wanted: Judge | Literal[False] | None, settings: Settings) -> dict[str, Any] | Literal[False] | None:
    """Write the judge that an order names as the batch's row has it."""
    if wanted is None or wanted is False:
        return wanted
    if wanted.provider is not None:
        require_configured(wanted.provider, settings)
    return wanted.model_dump(mode="json", exclude_none=True)


def enrichment_of(
    session: Session, enrich: Enrich | None, settings: Settings, *, pointer: str = "/enrich"
) -> dict[str, Any] | None:
    """Write an enrichment, such as the one that is to follow, as `stores.enrichments` reads it."""
    if enrich is None:
        return None
    template = template_choice.enrichment(session, enrich.template, f"{pointer}/template")
    if enrich.provider is not None:
        require_configured(enrich.provider, settings)
    fields = {name: name for name in enrich.fields} if isinstance(enrich.fields, list) else enrich.fields
    strange = sorted(set(fields or {}) - set(template.schema["properties"]))
    if strange:
        detail = f"{template.name} has no field {strange[0]}; it has {', '.join(template.schema['properties'])}"
        where = f"{pointer}/fields"
        raise InvalidRequest(f"{where.lstrip('/')}: {detail}.", faults=[FieldFault(where, detail)])
    return {
        "template": template.name,
        "version": template.version,
        "fields": fields,
        "overwrite": enrich.overwrite,
        "provider": enrich.provider,
        "model": enrich.model,
    }


def _items_of(wanted: StartBatch, own: Sequence[Template | None]) -> Iterator[ItemOrder]:
    """Plan the items; what an item leaves out is the batch's own, or drawn evenly where the batch has none."""
    if wanted.items is not None:
        yield from (_item_of(item, wanted, its) for item, its in zip(wanted.items, own, strict=True))
    elif wanted.matrix is not None:
        yield from _cells_of(wanted.matrix, wanted)
    else:
        assert wanted.target_count is not None  # the schema demands it then
        yield ItemOrder(target_count=wanted.target_count, topic=wanted.topic, difficulty=wanted.difficulty)


def _item_of(item: ItemWanted, batch: StartBatch, template: Template | None) -> ItemOrder:
    return ItemOrder(
        target_count=item.target_count,
        name=item.name,
        topic=item.topic or batch.topic,
        difficulty=item.difficulty or batch.difficulty,
        template=None if template is None else template.name,
        template_version=None if template is None else template.version,
        parameters=_own_parameters(item.parameters),
    )


def _own_parameters(given: ItemParameters | None) -> dict[str, Any]:
    if given is None:
        return {}
    fixed = {name: getattr(given, name) for name in ItemParameters.model_fields}
    told = {name: value for name, value in fixed.items() if value is not None}
    return {**told, "values": _values_of(given)} if _values_of(given) else told


def _values_of(given: ItemParameters | None) -> Mapping[str, Any]:
    return (given.model_extra or {}) if given is not None else {}


def _cells_of(matrix: Matrix, batch: StartBatch) -> Iterator[ItemOrder]:
    for topic in matrix.topics or (None,):
        for difficulty in matrix.difficulties or (None,):
            yield ItemOrder(
                target_count=matrix.per_cell,
                name=" / ".join(part for part in (topic, difficulty) if part) or None,
                topic=topic or batch.topic,
                difficulty=difficulty or batch.difficulty,
            )


def _model_fault(detail: str) -> InvalidRequest:
    return InvalidRequest(f"model: {detail}.", faults=[FieldFault("/model", detail)])
