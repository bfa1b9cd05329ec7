"""History: batch rows as people read them, each merged with the live state of the batch that runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
        total = session.scalar(matching.with_only_columns(func.count(BatchHistory.id))) or 0
        rows = list(session.scalars(matching.order_by(*_order(wanted.sort)).limit(limit).offset(offset)))
        return self.views(session, rows), total

    def views(self, session: Session, rows: Sequence[BatchHistory]) -> list[dict[str, Any]]:
        """Show batches: the seed's columns, ours, and live numbers of the one that runs."""
        places = batches.positions(session, rows)
        return [self._view(batch, places.get(batch.id)) for batch in rows]

    def view(self, session: Session, batch: BatchHistory) -> dict[str, Any]:
        return self.views(session, [batch])[0]

    def _view(self, batch: BatchHistory, position: int | None) -> dict[str, Any]:
        live = self.board.get(batch.batch_id)
        shown = _row(batch)
        shown["position"] = position
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
    "checkpointed_count",
    "demo",
)


def _row(batch: BatchHistory) -> dict[str, Any]:
    target, generated = batch.target_count, batch.samples_generated
    return {
        **{column: getattr(batch, column) for column in _SHOWN},
        "target_count": target,
        "samples_generated": generated,
        "total_tokens": batch.total_tokens,
        "cost_usd": None if batch.cost_usd is None else round(batch.cost_usd, 8),
        "progress": round(generated / target, 4) if target else 0.0,
        "errors": json.loads(batch.errors),
    }


def _matching(wanted: HistoryFilter) -> Select[BatchHistory]:
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
