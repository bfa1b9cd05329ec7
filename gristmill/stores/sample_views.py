"""Samples as people read them: content, where it comes from, what machine and people think of it. Reads only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gristmill.stores import sample_versions
from gristmill.stores.samples import find
from models import BatchHistory, Item, Sample

_TABLE = Sample.__table__
_SHOWN = tuple(column for column in _TABLE.c if column.name not in ("signature", "content_hash", "batch_pk", "item_pk"))


def listed(session: Session, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Show samples in the order of these primary keys."""
    rows = {row["id"]: row for row in session.execute(_query().where(Sample.id.in_(ids))).mappings()}
    return [_view(rows[key]) for key in ids if key in rows]


def one(session: Session, sample: Sample) -> dict[str, Any]:
    """Show a sample with the list of its versions, the present one last."""
    row = session.execute(_query().where(Sample.id == sample.id)).mappings().one()
    return {**_view(row), "versions": sample_versions.listed(session, sample)}


def find_one(session: Session, sample_id: str) -> dict[str, Any]:
    """Show the sample of a public id.

    Raises:
        NotFound: there is none.
    """
    return one(session, find(session, sample_id))


def _query() -> Select[Any]:
    return (
        select(*_SHOWN, BatchHistory.batch_id, Item.number.label("item"))
        .join(BatchHistory, BatchHistory.id == Sample.batch_pk)
        .join(Item, Item.id == Sample.item_pk)
    )


def _view(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "sample_id": row["sample_id"],
        "batch_id": row["batch_id"],
        "item": row["item"],
        "verdict": "accepted",
        "content": json.loads(row["content"]),
        **{name: row[name] for name in _PLAIN},
        "demo": bool(row["demo"]),
        "scores": json.loads(row["scores"]) if row["scores"] else None,
        "findings": json.loads(row["findings"]),
    }


_PLAIN = (
    "topic",
    "difficulty",
    "template",
    "template_version",
    "source_ref",
    "provider",
    "model",
    "model_sha256",
    "prompt_hash",
    "seed",
    "attempt",
    "prompt_tokens",
    "completion_tokens",
    "cached_tokens",
    "cost_usd",
    "judge_tokens",
    "judge_cost_usd",
    "latency_ms",
    "score",
    "review",
    "review_reason",
    "reviewed_at",
    "reviewed_by",
    "version",
    "revision",
    "origin",
    "edited_at",
    "edited_by",
    "created_at",
)
