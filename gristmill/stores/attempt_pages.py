"""The attempts of a batch as people read them, page by page in the order of their numbers. Reads only.

They are told as long as retention keeps them; whether the provider's answer is kept, too, is `has_raw`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from models import Attempt, Item, Response

_COLUMNS = (
    Attempt.slot,
    Attempt.purpose,
    Attempt.provider,
    Attempt.model,
    Attempt.fate,
    Attempt.reason,
    Attempt.message,
    Attempt.http_status,
    Attempt.prompt_tokens,
    Attempt.completion_tokens,
    Attempt.cached_tokens,
    Attempt.cost_usd,
    Attempt.latency_ms,
    Attempt.started_at,
)
# Looked up in the key of the responses: their bodies are not read.
_HAS_RAW = select(Response.attempt).where(Response.batch_pk == Attempt.batch_pk, Response.attempt == Attempt.number)


def page(
    session: Session,
    batch_pk: int,
    *,
    after: int,
    limit: int,
    fate: str | None = None,
    purpose: str | None = None,
    reason: str | None = None,
) -> list[dict[str, Any]]:
    """List attempts with a number above `after`, in rising order: one query, by the index on batch and number."""
    query = (
        select(Attempt.number, Item.number.label("item"), *_COLUMNS, _HAS_RAW.exists().label("has_raw"))
        .join(Item, Item.id == Attempt.item_pk)
        .where(Attempt.batch_pk == batch_pk, Attempt.number > after)
    )
    for column, wanted in ((Attempt.fate, fate), (Attempt.purpose, purpose), (Attempt.reason, reason)):
        if wanted is not None:
            query = query.where(column == wanted)
    rows = session.execute(query.order_by(Attempt.number).limit(limit)).mappings()
    return [{**row, "started_at": iso(row["started_at"])} for row in rows]
