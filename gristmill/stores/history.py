"""History: batch rows as people read them, merged with the live state of those that run. Reads only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, desc, func, or_, select
from sqlalchemy.orm import Session

from gristmill.clock import Clock
from gristmill.lifecycle import ENDED, BatchKind, BatchStatus, ItemStatus
from gristmill.live import LiveBoard
from gristmill.stores import batches, costs, current, enrichments, items, ranks, stages
from models import BatchHistory, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """Which batches; texts match anywhere. `sort` is a column, with `-` in front for largest first."""

    statuses: tuple[str, ...] = ()
    model: str | None = None
    topic: str | None = None
    q: str | None = None
    sort: str = "-id"


@dataclass(frozen=True, slots=True)
class History:
    """Reads batches as JSON objects; owns no rows."""

    board: LiveBoard
    data_dir: Path
    clock: Clock

    def page(
        self, session: Session, wanted: HistoryFilter, *, limit: int, offset: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Read one page, and how many batches match in all."""
        matching = _matching(wanted)
        total = session.scalar(matching.with_only_columns(func.count(BatchHistory.id))) or 0
        # Keys first: to sort whole rows costs ten times as much.
        in_order = matching.with_only_columns(BatchHistory.id).order_by(*_order(wanted.sort))
        keys = list(session.scalars(in_order.limit(limit).offset(offset)))
        # Plain rows, which have the same attributes: objects that could be changed cost twice as much.
        rows = session.execute(select(*_SHOWN_FIRST).where(BatchHistory.id.in_(keys)))
        found = {row.id: cast("BatchHistory", row) for row in rows}
        return self.views(session, [found[key] for key in keys]), total

    def views(self, session: Session, rows: Sequence[BatchHistory]) -> list[dict[str, Any]]:
        """Show batches: the seed's columns, ours, and live numbers of those that run; three queries for any number."""
        keys = [batch.id for batch in rows]
        places, counts = ranks.positions(session, rows), items.totals(session, keys)
        after = costs.following(session, keys)
        return [
            {
                **self._view(batch, places.get(batch.id), counts.get(batch.id, _NO_ITEMS)),
                **costs.bill(batch, follows := after.get(batch.id, costs.NOTHING_FOLLOWS)),
                "stage": stages.stage_of(batch, self.board.get(batch.batch_id), is_followed=follows.is_open),
            }
            for batch in rows
        ]

    def view(self, session: Session, batch: BatchHistory) -> dict[str, Any]:
        return self.views(session, [batch])[0]

    def with_items(self, session: Session, batch: BatchHistory) -> dict[str, Any]:
        """Show one batch with all its items."""
        planned = items.of_batch(session, batch.id)
        parent = session.get(BatchHistory, batch.parent_pk) if batch.parent_pk else None
        return {
            **self.view(session, batch),
            "items": [items.as_json(item, batch) for item in planned],
            "parent": parent.batch_id if parent else None,
            "enrichments": [
                {"batch_id": child.batch_id, "status": child.status} for child in enrichments.children(session, batch)
            ],
        }

    def watched(self, session: Session, batch_id: str | None = None) -> dict[str, Any]:
        """Show the batch to watch and the rule that chose it; `batch_id` overrides all rules.

        Raises:
            NotFound: there is no such batch, or none at all.
        """
        batch, rule = (batches.find(session, batch_id), "query") if batch_id is not None else current.choose(session)
        return {"success": True, "batch": self.view(session, batch), "chosen_by": rule}

    def _view(self, batch: BatchHistory, position: int | None, counts: dict[str, int]) -> dict[str, Any]:
        live = self.board.get(batch.batch_id)
        if live is None and batch.status in ENDED:
            live = self.board.last(batch.batch_id, self.clock.monotonic())
        return {
            **_row(batch),
            "position": position,
            "item_counts": counts,
            "data_path": self._data_path(batch),
            **(live.as_json() if live else _IDLE),
        }

    def _data_path(self, batch: BatchHistory) -> str | None:
        """Say where a batch's files are; an enrichment has none, because its samples are other batches'."""
        has_files = batch.provider is not None and batch.kind != BatchKind.ENRICHMENT
        return f"{self.data_dir}/batches/{batch.batch_id}" if has_files else None

    def status(self, session: Session) -> dict[str, Any]:
        """Show a running batch in the words of the status route: the current one, else the newest.

        When the worker runs none it is the last one that began, with `running: false` unless its client drives it now.
        """
        held = batches.running(session)
        batch = max(held, key=lambda one: (one.is_current, one.id)) if held else batches.last_started(session)
        shown = self.view(session, batch) if batch else _NO_BATCH
        return {
            "success": True,
            "running": shown["status"] == BatchStatus.RUNNING,
            **{field: shown[field] for field in _STATUS_FIELDS},
            "running_batches": [one.batch_id for one in held],
        }


def progress_of(session: Session, batch: BatchHistory) -> dict[str, Any]:
    """Show how far a batch is, in the words of seed 004: percents, totals, and what its items still want."""
    planned = items.of_batch(session, batch.id)
    target, accepted = batch.target_count, batch.samples_generated
    return {
        "success": True,
        "status": status_word(batch),
        "progress": round(100.0 * accepted / target, 2) if target else 0.0,
        "totals": {
            "target": target,
            "accepted": accepted,
            "rejected": batch.rejected_count,
            "failed": batch.failed_count,
        },
        "remaining_items": sum(item.status == ItemStatus.PENDING for item in planned),
        "items": [items.as_json(item, batch) for item in planned],
    }


def status_word(batch: BatchHistory) -> str:
    """Say a batch's status, or that a wish of a person is about to change it."""
    if batch.stop_requested:
        return "stopping"
    return "pausing" if batch.pause_requested else batch.status


TOP_REASONS = 5
_EMPTY = frozenset({"{}", "[]"})
_NO_ITEMS = {"items": 0, "completed": 0, "failed": 0}
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
    "name",
    "notes",
    "drive",
    "priority",
    "pause_cause",
    "pause_reason",
    "completed_with_errors",
    "batch_date",
    "batch_number",
    "kind",
    "template_version",
    "cached_tokens",
    "judge_tokens",
)

_shown_of = attrgetter(*_SHOWN)
_TABLE = BatchHistory.__table__
_SHOWN_FIRST = (*(_TABLE.c[name] for name in _SHOWN), *(column for column in _TABLE.c if column.name not in _SHOWN))


def _row(batch: BatchHistory | Row[Any]) -> dict[str, Any]:
    target, generated = batch.target_count, batch.samples_generated
    judged = generated + batch.rejected_count
    reasons: dict[str, int] = _json(batch.reason_counts) or {}
    return {
        # Of a row the shown columns come first: taking them by name would be a quarter of the time of a page.
        **dict(zip(_SHOWN, batch if isinstance(batch, Row) else _shown_of(batch), strict=False)),
        "target_count": target,
        "samples_generated": generated,
        "total_tokens": batch.total_tokens,
        "cost_usd": None if batch.cost_usd is None else round(batch.cost_usd, 8),
        "progress": round(generated / target, 4) if target else 0.0,
        "acceptance_rate": round(generated / judged, 4) if judged else None,
        "errors": _json(batch.errors) or [],
        "reason_counts": reasons,
        "top_reasons": [{"reason": reason, "count": count} for reason, count in _top(reasons)],
        "parameters": _json(batch.parameters) or {},
        "enrichment": _json(batch.enrichment),
        "enrich_after": _json(batch.enrich_after),
        "judge": _json(batch.judge),
        "price": _json(batch.price),
        "current": batch.is_current,
        "pausing": batch.pause_requested,
        "stopping": batch.stop_requested,
    }


def _json(text: str | None) -> Any:
    """Read a column; most are empty, and a page is many rows."""
    return None if text is None or text in _EMPTY else json.loads(text)


def _top(reasons: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda pair: -pair[1])[:TOP_REASONS] if reasons else []


def _matching(wanted: HistoryFilter) -> Select[BatchHistory]:
    query = select(BatchHistory)
    if wanted.statuses:
        query = query.where(BatchHistory.status.in_(wanted.statuses))
    if wanted.model:
        query = query.where(BatchHistory.model == wanted.model)
    if wanted.topic:
        query = query.where(_has_topic(wanted.topic))
    if wanted.q:
        texts = (
            BatchHistory.batch_id,
            BatchHistory.model,
            BatchHistory.reasoning_instruction,
            BatchHistory.name,
            BatchHistory.notes,
        )
        found = (column.icontains(wanted.q, autoescape=True) for column in texts)
        query = query.where(or_(_has_topic(wanted.q), *found))
    return query


def _has_topic(text: str) -> ColumnElement[bool]:
    """Look for a text in the topics of a batch: its own, and those of its items."""
    own = BatchHistory.topic_filter.icontains(text, autoescape=True)
    items_own = select(Item.id).where(Item.batch_pk == BatchHistory.id, Item.topic.icontains(text, autoescape=True))
    return or_(own, items_own.exists())


def _order(sort: str) -> list[Any]:
    column = getattr(BatchHistory, sort.removeprefix("-"))
    return [desc(column) if sort.startswith("-") else column, desc(BatchHistory.id)]
