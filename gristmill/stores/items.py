"""Items in the database: the planned parts of a batch, their targets and how each stands.

Counters are raised by `stores.attempts` alone, in the transaction that stores what they count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from gristmill.errors import FieldFault, IllegalMove, InvalidRequest, NotFound
from gristmill.lifecycle import ENDED, BatchKind, BatchStatus, ItemStatus
from models import BatchHistory, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOrder:
    """What an item is asked to be; None means as the batch, or drawn evenly."""

    target_count: int
    name: str | None = None
    topic: str | None = None
    difficulty: str | None = None
    template: str | None = None
    template_version: int | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


def add(session: Session, batch: BatchHistory, orders: Sequence[ItemOrder]) -> None:
    """Plan a batch's items, numbered from 1."""
    session.add_all(
        Item(
            batch_pk=batch.id,
            number=number,
            name=order.name,
            topic=order.topic,
            difficulty=order.difficulty,
            template=order.template or batch.template,
            template_version=order.template_version or batch.template_version or 1,
            parameters=json.dumps(dict(order.parameters), ensure_ascii=False),
            seed=_seed_of(batch.seed or 0, number),
            target_count=order.target_count,
        )
        for number, order in enumerate(orders, start=1)
    )
    session.flush()


def of_batch(session: Session, batch_pk: int) -> list[Item]:
    """List a batch's items in order."""
    return list(session.scalars(select(Item).where(Item.batch_pk == batch_pk).order_by(Item.number)))


def find(session: Session, batch: BatchHistory, number: int) -> Item:
    """Get one item of a batch by its number.

    Raises:
        NotFound: the batch has no such item.
    """
    item = session.scalar(select(Item).where(Item.batch_pk == batch.id, Item.number == number))
    if item is None:
        raise NotFound(f"Batch {batch.batch_id} has no item {number}.")
    return item


def reopen(item: Item) -> None:
    """Let an item that is not full be tried again, with ceilings that count from here."""
    if item.status != ItemStatus.COMPLETED:
        item.status, item.end_reason = ItemStatus.PENDING.value, None
        item.drawn_before = item.accepted_count + item.rejected_count


def retarget(session: Session, batch: BatchHistory, target_count: int) -> None:
    """Change how many samples a batch wants; the difference is spread evenly over the items that can be filled.

    Raises:
        IllegalMove: it is completed.
        InvalidRequest: fewer than are accepted already, or it is an enrichment.
    """
    if batch.status == BatchStatus.COMPLETED:
        raise IllegalMove(
            batch.batch_id,
            batch.status,
            batch.status,
            f"Batch {batch.batch_id} is completed, so its target stays as it was: start another batch for more.",
        )
    if batch.kind == BatchKind.ENRICHMENT:
        detail = "an enrichment has one slot for each of its samples: start another one for more"
        raise InvalidRequest(f"target_count: {detail}.", faults=[FieldFault("/target_count", detail)])
    planned = of_batch(session, batch.id)
    least = max(batch.samples_generated, 1)
    if target_count < least:
        detail = f"must be at least {least}: {batch.samples_generated} samples are accepted already"
        raise InvalidRequest(f"target_count: {detail}.", faults=[FieldFault("/target_count", detail)])
    for item, target in zip(planned, _spread(planned, target_count), strict=True):
        item.target_count = target
        if item.accepted_count >= target:
            item.status, item.end_reason = ItemStatus.COMPLETED.value, None
        elif item.status == ItemStatus.COMPLETED:
            item.status = ItemStatus.PENDING.value
    batch.target_count = target_count
    batch.plan_version += 1


def totals(session: Session, batch_pks: Sequence[int]) -> dict[int, dict[str, int]]:
    """Count the items of batches by status: `{batch_pk: {"items": n, "completed": n, "failed": n}}`."""
    # One bound value for any number of keys: a list of a hundred of them takes longer to write out than to look up.
    counted = text(
        "SELECT batch_pk, status, count(*) FROM items WHERE batch_pk IN (SELECT value FROM json_each(:pks))"
        " GROUP BY batch_pk, status"
    )
    rows = session.execute(counted, {"pks": json.dumps(list(batch_pks))})
    found: dict[int, dict[str, int]] = {}
    for batch_pk, status, count in rows:
        counts = found.setdefault(batch_pk, {"items": 0, "completed": 0, "failed": 0})
        counts["items"] += count
        if status in counts:
            counts[status] += count
    return found


def as_json(item: Item, batch: BatchHistory) -> dict[str, Any]:
    """Show an item: what it asks for, its counters, and the fate of each of its slots (they sum to the target)."""
    open_count = item.target_count - item.accepted_count
    is_over = item.status != ItemStatus.PENDING or batch.status in ENDED
    return {
        "item": item.number,
        "name": item.name,
        "topic": item.topic,
        "difficulty": item.difficulty,
        "template": item.template,
        "template_version": item.template_version,
        "parameters": json.loads(item.parameters),
        "status": _shown_status(item, batch),
        "progress": round(100.0 * item.accepted_count / item.target_count, 2) if item.target_count else 100.0,
        "target_count": item.target_count,
        "accepted_count": item.accepted_count,
        "rejected_count": item.rejected_count,
        "failed_count": item.failed_count,
        "attempts": item.attempts,
        "total_tokens": item.total_tokens,
        "cost_usd": None if item.cost_usd is None else round(item.cost_usd, 8),
        "slots": {
            "accepted": item.accepted_count,
            "unfilled": open_count if is_over else 0,
            "open": 0 if is_over else open_count,
        },
        "end_reason": item.end_reason,
        "errors": json.loads(item.errors),
    }


def _shown_status(item: Item, batch: BatchHistory) -> str:
    if item.status != ItemStatus.PENDING:
        return item.status
    if batch.status in ENDED:
        return BatchStatus.STOPPED.value
    return "running" if batch.status == BatchStatus.RUNNING else "pending"


def _spread(planned: Sequence[Item], target_count: int) -> list[int]:
    """Share a change of the sum evenly among the items, none below what it has accepted."""
    targets = [item.target_count for item in planned]
    floors = [item.accepted_count for item in planned]
    change = target_count - sum(targets)
    if change >= 0:  # nothing is to be had from items that failed, unless all did
        able = [place for place, item in enumerate(planned) if item.status != ItemStatus.FAILED] or range(len(targets))
        even, odd = divmod(change, len(able))
        for turn, place in enumerate(able):
            targets[place] += even + (turn < odd)
        return targets
    left = -change
    while left:
        able = [place for place, target in enumerate(targets) if target > floors[place]]
        even = max(1, left // len(able))
        for place in able:
            cut = min(even, left, targets[place] - floors[place])
            targets[place], left = targets[place] - cut, left - cut
    return targets


def _seed_of(batch_seed: int, number: int) -> int:
    """Give each item a plan of its own; the first keeps the batch's seed, so that a batch of one is as ever."""
    if number == 1:
        return batch_seed
    return int.from_bytes(hashlib.blake2b(f"{batch_seed}:{number}".encode(), digest_size=8).digest(), "big") % 2**31
