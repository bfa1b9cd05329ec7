"""From what a client asked to a complete order: provider and model chosen, and refused when they cannot be had."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from gristmill.errors import FieldFault, InvalidRequest
from gristmill.lifecycle import Drive
from gristmill.order_schemas import ItemWanted, Matrix, StartBatch
from gristmill.prompts import LEGAL_QA
from gristmill.providers.registry import default_model_of, is_demo, offers_model, require_configured
from gristmill.settings import Settings
from gristmill.stores.items import ItemOrder
from gristmill.stores.queue import BatchOrder

MANY_DEMO_SAMPLES = 100


def order_of(wanted: StartBatch, settings: Settings, *, key: str | None = None) -> BatchOrder:
    """Fill in every default.

    Args:
        key: the request's Idempotency-Key.

    Raises:
        ProviderNotConfigured: the provider's key or address is not set.
        InvalidRequest: no model is named and there is no default, or the provider does not have the model.
    """
    provider = wanted.provider or settings.default_provider
    model = _model_of(wanted, provider, settings)
    items = tuple(_items_of(wanted))
    return BatchOrder(
        target_count=sum(item.target_count for item in items),
        provider=provider,
        model=model,
        template=wanted.template or LEGAL_QA.name,
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
    canonical = json.dumps(wanted.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def notice_of(order: BatchOrder) -> str | None:
    """Say what a person should know before the batch runs."""
    if not order.demo:
        return None
    notice = "Built-in demo model: for trying out the pipeline; its legal content is wrong, do not train on it."
    if order.target_count > MANY_DEMO_SAMPLES:
        notice += f" {order.target_count} samples at 10 to 30 a minute take a while."
    return notice


def _model_of(wanted: StartBatch, provider: str, settings: Settings) -> str:
    require_configured(provider, settings)
    default = default_model_of(provider, settings)
    model = wanted.model or default
    if not model:
        raise _model_fault(f"name a model, or set GRISTMILL_MODEL: {provider} has no default")
    if not offers_model(provider, model, settings):
        raise _model_fault(f"the {provider} provider has only {default}: set GROQ_API_KEY, or choose another provider")
    return model


def _items_of(wanted: StartBatch) -> Iterator[ItemOrder]:
    """Plan the items; what an item leaves out is the batch's own, or drawn evenly where the batch has none."""
    if wanted.items is not None:
        yield from (_item_of(item, wanted) for item in wanted.items)
    elif wanted.matrix is not None:
        yield from _cells_of(wanted.matrix, wanted)
    else:
        assert wanted.target_count is not None  # the schema demands it then
        yield ItemOrder(target_count=wanted.target_count, topic=wanted.topic, difficulty=wanted.difficulty)


def _item_of(item: ItemWanted, batch: StartBatch) -> ItemOrder:
    return ItemOrder(
        target_count=item.target_count,
        name=item.name,
        topic=item.topic or batch.topic,
        difficulty=item.difficulty or batch.difficulty,
        template=item.template,
        parameters=item.parameters.model_dump(exclude_none=True) if item.parameters else {},
    )


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
