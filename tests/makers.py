"""Makers of batches and outcomes for tests: complete values of which a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from gristmill.outcome import Fate, Outcome, Usage
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.services import Services
from gristmill.stores import items, queue
from gristmill.stores.attempts import Author, Recorded, prepare, record
from gristmill.stores.items import ItemOrder
from gristmill.stores.queue import BatchOrder
from models import BatchHistory, Item, Sample

AUTHOR = Author(provider="openai_compatible", model="scripted-1", model_sha256="f" * 64, demo=False)
ORDER = BatchOrder(
    target_count=10,
    provider="openai_compatible",
    model="scripted-1",
    template=DEFAULT_TEMPLATE,
    demo=False,
    items=(ItemOrder(target_count=10),),
    seed=7,
)
FIRST_ITEM = 0  # as `item_pk`: whatever the first item of the batch is that the outcome is stored for
STARTED_AT = 1_800_000_000.0


def kept(slot: int, **changes: Any) -> Outcome:
    """An accepted sample of 100 tokens for the batch's first item; hash and texts follow from the slot."""
    content = {
        "question": f"Question {slot}: may a director keep the profit of a corporate opportunity?",
        "answer": f"Answer {slot}: no, it belongs to the company.",
        "reasoning": f"1. Section 175 of the Companies Act 2006 applies. 2. Case {slot}.",
        "case_citation": "Regal (Hastings) Ltd v Gulliver [1967] 2 AC 134" if slot % 2 else None,
    }
    made = Outcome(
        item_pk=FIRST_ITEM,
        slot=slot,
        redraw=0,
        topic="Company Law" if slot % 2 else "Tort Law",
        difficulty="basic" if slot % 3 else "advanced",
        fate=Fate.KEPT,
        started_at=STARTED_AT + slot,
        latency_ms=12,
        prompt_hash="a" * 64,
        seed=slot,
        usage=Usage(60, 40, 10),
        cost_usd=0.001,
        content=content,
        content_hash=f"{slot:064x}",
        http_status=200,
    )
    return replace(made, **changes)


def rejected(slot: int, **changes: Any) -> Outcome:
    """An answer of 100 tokens that the checks refused."""
    refusal = {"fate": Fate.REJECTED, "content": None, "content_hash": None, "reason": "too_short", "message": "Short."}
    return kept(slot, **{**refusal, **changes})


def failed(slot: int, **changes: Any) -> Outcome:
    """A call that the provider did not answer."""
    failure = {"fate": Fate.FAILED, "usage": Usage(), "cost_usd": None, "reason": "timeout", "message": "No answer."}
    return rejected(slot, **{**failure, **changes})


def order(**changes: Any) -> BatchOrder:
    """Make an order; without `items` it has one as large as the batch, with `items` it is as large as they are."""
    if "items" in changes:
        changes = {"target_count": sum(item.target_count for item in changes["items"]), **changes}
        return replace(ORDER, **changes)
    one = replace(ORDER, **changes)
    return replace(one, items=(ItemOrder(target_count=one.target_count, topic=one.topic, difficulty=one.difficulty),))


def add_batch(services: Services, **changes: Any) -> BatchHistory:
    """Put a batch into the queue; keyword arguments are fields of the order."""
    with services.database.write() as session:
        return queue.enqueue(session, services.log, order(**changes))


def claim(services: Services, *, max_running: int = 1) -> BatchHistory:
    """Take the next batch into work, as the worker does."""
    with services.database.write() as session:
        batch = queue.claim_next(session, services.log, max_running=max_running)
    assert batch is not None
    return batch


def items_of(services: Services, batch: BatchHistory) -> list[Item]:
    """Read the batch's items as they are now."""
    with services.database.read() as session:
        return items.of_batch(session, batch.id)


def store(services: Services, batch: BatchHistory, *outcomes: Outcome) -> Recorded:
    """Commit outcomes as one group."""
    first = items_of(services, batch)[0].id
    own = [replace(outcome, item_pk=outcome.item_pk or first) for outcome in outcomes]
    with services.database.read() as session:
        group = prepare(session, batch.id, AUTHOR, own, now=services.clock.time())
    with services.database.write() as session:
        return record(session, group)


def row_of(services: Services, batch: BatchHistory) -> BatchHistory:
    """Read the batch's row as it is now."""
    with services.database.read() as session:
        return session.get_one(BatchHistory, batch.id)


def sample_count(services: Services, batch: BatchHistory) -> int:
    with services.database.read() as session:
        return session.scalar(select(func.count()).where(Sample.batch_pk == batch.id)) or 0
