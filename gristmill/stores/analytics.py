"""A batch in figures, for charts and comparisons: series, failures, refusals, scores, latencies.

Reads only. The database adds up; at most a few thousand sums come back, however many attempts there are. Counters of
the batch are used where there are such, because retention deletes attempts and no counters.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import FailureKind
from gristmill.lifecycle import Purpose
from gristmill.outcome import Fate
from gristmill.stores import activity
from gristmill.stores.activity import Activity
from models import BatchHistory

MAX_GROUPS: Final = 100  # kinds of failures
# Seconds of a bucket that a person reads at a glance; beyond the last, whole weeks.
STEPS_S: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400, 172_800, 604_800)
_REPEATED: Final = ("duplicate", "near_duplicate")  # of gristmill.quality.reasons
# With a bare column SQLite answers from the row that has the max().
_SUMS: Final = text(
    "SELECT CAST(started_at / :bucket_s AS INTEGER) AS bucket, fate, purpose, reason, http_status, count(*) AS calls,"
    " sum(prompt_tokens + completion_tokens) AS tokens, sum(cost_usd) AS cost_usd, max(started_at) AS last, message"
    " FROM attempts WHERE batch_pk = :batch GROUP BY 1, 2, 3, 4, 5"
)
_LATENCIES: Final = text(
    "WITH counted AS (SELECT latency_ms AS ms, count(*) AS calls FROM attempts"
    " WHERE batch_pk = :batch AND purpose = 'generate' AND fate IN ('kept', 'rejected') GROUP BY latency_ms),"
    " ranked AS (SELECT ms, sum(calls) OVER (ORDER BY ms) AS so_far, sum(calls) OVER () AS total FROM counted)"
    " SELECT min(ms) FILTER (WHERE so_far >= 0.5 * total) AS p50, min(ms) FILTER (WHERE so_far >= 0.9 * total) AS p90,"
    " min(ms) FILTER (WHERE so_far >= 0.99 * total) AS p99 FROM ranked"
)
# A batch's samples lie between its first and its last by key; the index holds their scores, so no row is read.
_SCORES: Final = text(
    "SELECT min(9, CAST(score * 10 AS INTEGER)) AS bucket, count(*) AS samples, sum(score) AS total"
    " FROM samples INDEXED BY ix_samples_listed"
    " WHERE id >= (SELECT id FROM samples WHERE batch_pk = :batch ORDER BY ordinal LIMIT 1)"
    " AND id <= (SELECT id FROM samples WHERE batch_pk = :batch ORDER BY ordinal DESC LIMIT 1)"
    " AND batch_pk = :batch AND score IS NOT NULL GROUP BY 1"
)


@dataclass(slots=True)
class _Bucket:
    accepted: int = 0
    rejected: int = 0
    failed: int = 0
    calls: int = 0
    tokens: int = 0
    cost_usd: float = 0.0

    def add(self, row: Any) -> None:
        self.calls += row.calls
        self.tokens += row.tokens
        self.cost_usd += row.cost_usd or 0.0
        self.accepted += row.calls if row.fate == Fate.KEPT else 0
        self.rejected += row.calls if row.fate == Fate.REJECTED else 0
        self.failed += row.calls if row.fate == Fate.FAILED and row.reason != FailureKind.RATE_LIMITED else 0

    def as_json(self, at: float, *, priced: bool) -> dict[str, Any]:
        return {
            "at": iso(at),
            "accepted": self.accepted,
            "rejected": self.rejected,
            "failed": self.failed,
            "calls": self.calls,
            "tokens": self.tokens,
            "cost_usd": round(self.cost_usd, 8) if priced else None,
        }


@dataclass(slots=True)
class _Group:
    count: int = 0
    last: float = field(default=float("-inf"))
    message: str | None = None

    def add(self, row: Any) -> None:
        self.count += row.calls
        if row.last > self.last:
            self.last, self.message = row.last, row.message


def figures(session: Session, batch: BatchHistory, *, points: int) -> dict[str, Any]:
    """Show a batch as `Analytics` does, but for its id and limits.

    Args:
        points: the most buckets of the series, at least 1.
    """
    found = activity.of_batch(session, batch.id)
    bucket_s = STEPS_S[0] if found is None else _step(found, points)
    sums = session.execute(_SUMS, {"batch": batch.id, "bucket_s": float(bucket_s)}).all()
    reasons: Mapping[str, int] = json.loads(batch.reason_counts)
    return {
        **_times(found, sums),
        **_per_accepted(batch),
        "duplicates": sum(reasons.get(reason, 0) for reason in _REPEATED),
        "series": _series(sums, bucket_s),
        "failures": _failures(sums),
        "rejections": [{"reason": word, "count": count} for word, count in _by_count(reasons)],
        "scores": _scores(session, batch.id),
        "latency_ms": _latencies(session, batch.id),
    }


def _step(found: Activity, points: int) -> int:
    """Choose the smallest round number of seconds with which the series has at most so many buckets."""
    for step in STEPS_S:
        if found.last_at // step - found.first_at // step < points:
            return step
    weeks = math.ceil((found.last_at - found.first_at) / STEPS_S[-1] / max(1, points - 1))
    return STEPS_S[-1] * max(1, weeks)


def _times(found: Activity | None, sums: Sequence[Any]) -> dict[str, Any]:
    """Tell the times, and the rate of what was accepted in them."""
    active_s = found.active_s if found else 0.0
    accepted = sum(row.calls for row in sums if row.fate == Fate.KEPT)
    return {
        "active_s": round(active_s, 3),
        "waiting_s": round(found.waiting_s, 3) if found else 0.0,
        "rate_per_minute": round(accepted * 60 / active_s, 2) if active_s else None,
    }


def _per_accepted(batch: BatchHistory) -> dict[str, Any]:
    accepted, cost_usd = batch.samples_generated, batch.cost_usd
    return {
        "cost_per_accepted_usd": round(cost_usd / accepted, 8) if accepted and cost_usd is not None else None,
        "tokens_per_accepted": round(batch.total_tokens / accepted, 1) if accepted else None,
    }


def _series(sums: Sequence[Any], bucket_s: int) -> dict[str, Any]:
    if not sums:
        return {"bucket_s": bucket_s, "start_at": None, "end_at": None, "buckets": []}
    first, last = min(row.bucket for row in sums), max(row.bucket for row in sums)
    buckets = [_Bucket() for _ in range(first, last + 1)]
    for row in sums:
        buckets[row.bucket - first].add(row)
    priced = any(row.cost_usd is not None for row in sums)
    return {
        "bucket_s": bucket_s,
        "start_at": iso(first * bucket_s),
        "end_at": iso((last + 1) * bucket_s),
        "buckets": [
            bucket.as_json(number * bucket_s, priced=priced) for number, bucket in enumerate(buckets, start=first)
        ],
    }


def _failures(sums: Iterable[Any]) -> list[dict[str, Any]]:
    """Group what gave nothing; a judge's call that failed is one, too, whatever its fate is called."""
    groups: dict[tuple[str, str, str, int | None], _Group] = {}
    for row in sums:
        failed = row.fate == Fate.FAILED or (row.fate == Fate.JUDGED and row.reason not in (None, "cancelled"))
        if failed or row.fate == Fate.REJECTED:
            fate = Fate.FAILED if failed else Fate.REJECTED
            key = (row.reason or "unknown", fate.value, Purpose(row.purpose).value, row.http_status)
            groups.setdefault(key, _Group()).add(row)
    ranked = sorted(groups.items(), key=lambda one: (-one[1].count, -one[1].last))
    return [
        {
            "reason": reason,
            "fate": fate,
            "purpose": purpose,
            "count": group.count,
            "http_status": http_status,
            "last_at": iso(group.last),
            "last_message": group.message,
        }
        for (reason, fate, purpose, http_status), group in ranked[:MAX_GROUPS]
    ]


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _scores(session: Session, batch_pk: int) -> dict[str, Any]:
    rows = session.execute(_SCORES, {"batch": batch_pk}).all()
    buckets = [0] * 10
    for row in rows:
        buckets[row.bucket] = row.samples
    scored = sum(buckets)
    mean = round(sum(row.total for row in rows) / scored, 4) if scored else None
    return {"scored": scored, "mean": mean, "buckets": buckets}


def _latencies(session: Session, batch_pk: int) -> dict[str, int] | None:
    row = session.execute(_LATENCIES, {"batch": batch_pk}).one()
    return None if row.p50 is None else {"p50": row.p50, "p90": row.p90, "p99": row.p99}
