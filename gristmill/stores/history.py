"""History: batch rows as people read them, each merged with the live state of the batch that runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, desc, func, or_, select
from sqlalchemy.orm import Session

from gristmill.live import LiveBoard
from gristmill.stores import batches
from models import BatchHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """Which batches; texts match anywhere. `sort` is a column, with `-` in front for largest first."""

    status: str | None = None
    model: str | None = None
    topic: str | None = None
    q: str | None = None
    sort: str = "-id"


@dataclass(frozen=True, slots=True)
class History:
    """Reads batches as JSON objects; owns no rows."""

    board: LiveBoard
    data_dir: Path

    def page(
        self, session: Session, wanted: HistoryFilter, *, limit: int, offset: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Read one page, and how many batches match in all."""
        matching = _matching(wanted)
        total = session.scalar(matching.with_only_columns(func.count())) or 0
        rows = session.scalars(matching.order_by(*_order(wanted.sort)).limit(limit).offset(offset))
        return [self.view(session, batch) for batch in rows], total

    def view(self, session: Session, batch: BatchHistory) -> dict[str, Any]:
        """Show one batch: the seed's columns, ours, and live numbers while it runs."""
        live = self.board.get(str(batch.batch_id))
        shown = _row(batch)
        shown["position"] = batches.position(session, batch)
        shown["data_path"] = str(self.data_dir / "batches" / batch.batch_id) if batch.provider else None
        shown.update(live.as_json() if live else _IDLE)
        if batch.stop_requested:
            shown["stopping"] = True
        return shown

    def status(self, session: Session) -> dict[str, Any]:
        """Show the running batch, or the last one with `running: false`, in the words of the status route."""
        batch = batches.running(session)
        running = batch is not None
        batch = batch or batches.last_started(session)
        shown = self.view(session, batch) if batch else _NO_BATCH
        return {
            "success": True,
            "running": running,
            **{field: shown[field] for field in _STATUS_FIELDS},
        }


_IDLE: dict[str, Any] = {"current_sample": None, "rate_per_minute": 0.0, "eta_s": None, "quota": None, "in_flight": 0}

_STATUS_FIELDS = (
    "batch_id",
    "status",
    "provider",
    "model",
    "samples_generated",
    "target_count",
    "progress",
    "current_sample",
    "total_tokens",
    "attempts",
    "rejected_count",
    "failed_count",
    "cost_usd",
    "errors",
    "started_at",
    "completed_at",
    "end_reason",
    "rate_per_minute",
    "eta_s",
    "quota",
    "in_flight",
    "data_path",
)

_NO_BATCH: dict[str, Any] = {
    **dict.fromkeys(_STATUS_FIELDS),
    **_IDLE,
    "status": "idle",
    "samples_generated": 0,
    "target_count": 0,
    "progress": 0.0,
    "total_tokens": 0,
    "attempts": 0,
    "rejected_count": 0,
    "failed_count": 0,
    "errors": [],
}

_SHOWN = (  # the seed's columns first, in its order
    "id",
    "batch_id",
    "started_at",
    "completed_at",
    "model",
    "topic_filter",
    "difficulty_filter",
    "reasoning_instruction",
    "status",
    "provider",
    "template",
    "temperature",
    "seed",
    "created_at",
    "end_reason",
    "attempts",
    "rejected_count",
    "failed_count",
    "cost_usd",
    "checkpointed_count",
    "demo",
)


def _row(batch: BatchHistory) -> dict[str, Any]:
    target, generated = batch.target_count or 0, batch.samples_generated or 0
    return {
        **{column: getattr(batch, column) for column in _SHOWN},
        "target_count": target,
        "samples_generated": generated,
        "total_tokens": batch.total_tokens or 0,
        "progress": round(generated / target, 4) if target else 0.0,
        "errors": json.loads(batch.errors or "[]"),
    }


def _matching(wanted: HistoryFilter) -> Select[tuple[BatchHistory]]:
    query = select(BatchHistory)
    if wanted.status:
        query = query.where(BatchHistory.status == wanted.status)
    if wanted.model:
        query = query.where(BatchHistory.model == wanted.model)
    if wanted.topic:
        query = query.where(BatchHistory.topic_filter.icontains(wanted.topic, autoescape=True))
    if wanted.q:
        texts = (
            BatchHistory.batch_id,
            BatchHistory.topic_filter,
            BatchHistory.model,
            BatchHistory.reasoning_instruction,
        )
        query = query.where(or_(*(column.icontains(wanted.q, autoescape=True) for column in texts)))
    return query


def _order(sort: str) -> list[Any]:
    column = getattr(BatchHistory, sort.removeprefix("-"))
    return [desc(column) if sort.startswith("-") else column, desc(BatchHistory.id)]
