"""What tests of samples share: rows put straight in, refused candidates, answers of providers, marks of segments."""

from __future__ import annotations

import json
import zlib
from typing import Any

from sqlalchemy import insert, select

from gristmill.services import Services
from models import BatchHistory, Item, Rejection, Response, Sample, StaleSegment


def put_samples(services: Services, batch: BatchHistory, *rows: dict[str, Any]) -> list[str]:
    """Add samples whose columns a test names; the ids, in order."""
    with services.database.write() as session:
        item_pk = session.scalars(select(Item.id).where(Item.batch_pk == batch.id)).first()
        made = [_row(batch, item_pk, ordinal, columns) for ordinal, columns in enumerate(rows)]
        session.execute(insert(Sample), made)
        session.get_one(BatchHistory, batch.id).samples_generated = len(made)
    return [row["sample_id"] for row in made]


def _row(batch: BatchHistory, item_pk: int | None, ordinal: int, columns: dict[str, Any]) -> dict[str, Any]:
    content = {"question": f"Question {ordinal}?", "reasoning": "1. So.", "answer": "Yes.", "case_citation": None}
    usual = {"topic": "Tort Law", "difficulty": "basic", "provider": "groq", "model": "m", "prompt_hash": "a" * 64}
    numbers = {"attempt": ordinal + 1, "seed": ordinal, "prompt_tokens": 60, "completion_tokens": 40, "latency_ms": 5}
    own = {"template": "Legal Q&A", "template_version": 1, "score": None, "review": "pending", "demo": False}
    keys = {"batch_pk": batch.id, "item_pk": item_pk, "slot": ordinal, "ordinal": ordinal}
    made = {"sample_id": f"sample_{batch.id:012x}{ordinal:012x}", "content_hash": f"{ordinal:064x}"}
    shown = {"created_at": "2026-01-31T12:00:00.000+00:00", "origin": "generated"}
    row = {**usual, **numbers, **own, **keys, **made, **shown, **columns}
    return {**row, "content": json.dumps({**content, **columns.get("content", {})}, ensure_ascii=False)}


def put_rejection(services: Services, batch: BatchHistory, attempt: int, **columns: Any) -> str:
    """Add a refused candidate; its public id."""
    usual = {"topic": "Tort Law", "difficulty": "basic", "template": "Legal Q&A", "template_version": 1, "slot": 0}
    told = {"reason": "too_short", "findings": "[]", "created_at": "2026-01-31T12:00:00.000+00:00", "content": None}
    with services.database.write() as session:
        item_pk = session.scalars(select(Item.id).where(Item.batch_pk == batch.id)).first()
        row = Rejection(batch_pk=batch.id, item_pk=item_pk, attempt=attempt, **{**usual, **told, **columns})
        session.add(row)
        session.flush()
        return f"rejection_{row.id}"


def put_response(services: Services, batch: BatchHistory, attempt: int, body: bytes, *, raw_bytes: int = 0) -> None:
    """Add the answer to an attempt; `raw_bytes` beyond its length says that it was cut off."""
    row = Response(
        batch_pk=batch.id,
        attempt=attempt,
        body=zlib.compress(body),
        raw_bytes=raw_bytes or len(body),
        truncated=raw_bytes > len(body),
    )
    with services.database.write() as session:
        session.add(row)


def marks(services: Services) -> dict[tuple[int, int], int]:
    """Read all marks of stale segments, by batch and segment."""
    with services.database.read() as session:
        return {(row.batch_pk, row.segment): row.mark for row in session.scalars(select(StaleSegment))}
