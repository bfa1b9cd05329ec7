"""Samples in the database: reading them, as pages for people and as rows for files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, func, or_, select
from sqlalchemy.orm import Session

from models import Sample

CONTENT_FIELDS = ("question", "answer", "reasoning", "case_citation")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFilter:
    """Which samples; texts match anywhere and without regard to ASCII case."""

    topic: str | None = None
    difficulty: str | None = None
    q: str | None = None


def page(
    session: Session, batch_pk: int, batch_id: str, wanted: SampleFilter, *, limit: int, offset: int
) -> tuple[list[dict[str, Any]], int]:
    """Read one page in order of arrival, and how many samples match in all."""
    matching = _matching(batch_pk, wanted)
    total = session.scalar(matching.with_only_columns(func.count())) or 0
    rows = session.execute(matching.order_by(Sample.ordinal).limit(limit).offset(offset)).mappings()
    return [as_row(row, batch_id) for row in rows], total


def in_order(session: Session, batch_pk: int, batch_id: str, *, first: int, count: int) -> list[dict[str, Any]]:
    """Read samples by ordinal, from `first` on, in the shape of a Parquet row."""
    rows = session.execute(
        select(Sample.__table__)
        .where(Sample.batch_pk == batch_pk, Sample.ordinal >= first, Sample.ordinal < first + count)
        .order_by(Sample.ordinal)
    ).mappings()
    return [as_row(row, batch_id) for row in rows]


def of_slot(session: Session, item_pk: int, slot: int, batch_id: str) -> dict[str, Any]:
    """Read the sample that fills a slot."""
    found = select(Sample.__table__).where(Sample.item_pk == item_pk, Sample.slot == slot)
    return as_row(session.execute(found).mappings().one(), batch_id)


def as_row(row: Mapping[Any, Any], batch_id: str) -> dict[str, Any]:
    """Flatten a stored sample: its content's fields beside its provenance."""
    content = json.loads(row["content"])
    return {
        "sample_id": row["sample_id"],
        "batch_id": batch_id,
        **{field: content.get(field) for field in CONTENT_FIELDS},
        "topic": row["topic"],
        "difficulty": row["difficulty"],
        "provider": row["provider"],
        "model": row["model"],
        "model_sha256": row["model_sha256"],
        "prompt_hash": row["prompt_hash"],
        "seed": row["seed"],
        "attempt": row["attempt"],
        "prompt_tokens": row["prompt_tokens"],
        "completion_tokens": row["completion_tokens"],
        "cost_usd": row["cost_usd"],
        "latency_ms": row["latency_ms"],
        "demo": bool(row["demo"]),
        "created_at": row["created_at"],
    }


def _matching(batch_pk: int, wanted: SampleFilter) -> Select[Any]:
    query = select(Sample.__table__).where(Sample.batch_pk == batch_pk)
    if wanted.topic:
        query = query.where(Sample.topic.icontains(wanted.topic, autoescape=True))
    if wanted.difficulty:
        query = query.where(Sample.difficulty == wanted.difficulty)
    if wanted.q:
        # Field by field: the names of the fields are in the column too.
        texts = (func.json_extract(Sample.content, f"$.{field}", type_=String) for field in CONTENT_FIELDS)
        query = query.where(or_(*(text.icontains(wanted.q, autoescape=True) for text in texts)))
    return query
