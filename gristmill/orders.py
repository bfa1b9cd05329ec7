"""From what a client asked to a complete order: provider and model chosen, and refused when they cannot be had."""

from __future__ import annotations

from gristmill.errors import FieldFault, InvalidRequest
from gristmill.prompts import LEGAL_QA
from gristmill.providers.registry import default_model_of, is_demo, offers_model, require_configured
from gristmill.schemas import StartBatch
from gristmill.settings import Settings
from gristmill.stores.batches import BatchOrder

MANY_DEMO_SAMPLES = 100


def order_of(wanted: StartBatch, settings: Settings) -> BatchOrder:
    """Fill in every default.

    Raises:
        ProviderNotConfigured: the provider's key or address is not set.
        InvalidRequest: no model is named and there is no default, or the provider does not have the model.
    """
    provider = wanted.provider or settings.default_provider
    require_configured(provider, settings)
    default = default_model_of(provider, settings)
    model = wanted.model or default
    if not model:
        raise _model_fault(f"name a model, or set GRISTMILL_MODEL: {provider} has no default")
    if not offers_model(provider, model, settings):
        raise _model_fault(f"the {provider} provider has only {default}: set GROQ_API_KEY, or choose another provider")
    return BatchOrder(
        target_count=wanted.target_count,
        provider=provider,
        model=model,
        template=LEGAL_QA.name,
        demo=is_demo(provider),
        topic=wanted.topic,
        difficulty=wanted.difficulty,
        reasoning_instruction=wanted.reasoning_instruction,
        temperature=wanted.temperature,
        seed=wanted.seed,
    )


def notice_of(order: BatchOrder) -> str | None:
    """Say what a person should know before the batch runs."""
    if not order.demo:
        return None
    notice = "Built-in demo model: for trying out the pipeline; its legal content is wrong, do not train on it."
    if order.target_count > MANY_DEMO_SAMPLES:
        notice += f" {order.target_count} samples at 10 to 30 a minute take a while."
    return notice


def _model_fault(detail: str) -> InvalidRequest:
    return InvalidRequest(f"model: {detail}.", faults=[FieldFault("/model", detail)])
