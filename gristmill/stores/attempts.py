"""Attempts in the database: the group commit of outcomes, and what the limits need after a restart.

`record` is the only writer of samples, attempts and the counters that count them, in one transaction, so that the
counters always equal the rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import FailureKind
from gristmill.ids import new_sample_id
from gristmill.outcome import Fate, Outcome
from gristmill.stores.batches import add_errors
from models import Attempt, BatchHistory, Sample

MAX_HASHES_PER_QUERY = 500  # SQLite's bound variables are limited


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who generates a batch's samples: goes onto every row."""

    provider: str
    model: str
    model_sha256: str | None
    demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What one group commit stored; `outcomes` are as recorded (a duplicate is no longer kept)."""

    outcomes: tuple[Outcome, ...]
    samples_generated: int
    total_tokens: int
    attempts: int
    rejected_count: int
    failed_count: int
    last_sample: dict[str, Any] | None


def record(session: Session, batch_pk: int, author: Author, outcomes: Sequence[Outcome], *, now: float) -> Recorded:
    """Store attempts and accepted samples, raise the batch's counters, and refuse exact duplicates."""
    batch = session.get_one(BatchHistory, batch_pk)
    judged = _refuse_duplicates(session, batch_pk, outcomes)
    attempts, samples, errors = [], [], []
    ordinal = batch.samples_generated
    for number, outcome in enumerate(judged, start=batch.attempts + 1):
        attempts.append(_attempt_row(batch_pk, author, number, outcome))
        if outcome.fate is Fate.KEPT:
            samples.append(_sample_row(batch_pk, author, number, ordinal, outcome, now))
            ordinal += 1
        else:
            errors.append(_error(number, outcome, now))
    _insert(session, Attempt, attempts)
    _insert(session, Sample, samples)
    _raise_counters(batch, judged)
    add_errors(batch, errors)
    return Recorded(
        outcomes=judged,
        samples_generated=batch.samples_generated,
        total_tokens=batch.total_tokens,
        attempts=batch.attempts,
        rejected_count=batch.rejected_count,
        failed_count=batch.failed_count,
        last_sample=_preview(samples[-1]) if samples else None,
    )


def filled_slots(session: Session, batch_pk: int) -> list[int]:
    """List the slots that have their sample."""
    return list(session.scalars(select(Sample.slot).where(Sample.batch_pk == batch_pk)))


def redraws(session: Session, batch_pk: int) -> dict[int, int]:
    """Count the draws without a sample per slot, so that a resumed batch does not ask the same thing again."""
    rows = session.execute(
        select(Attempt.slot, func.count())
        .where(Attempt.batch_pk == batch_pk, Attempt.fate == Fate.REJECTED.value)
        .group_by(Attempt.slot)
    )
    return {slot: count for slot, count in rows}


def calls_since(session: Session, provider: str, model: str, *, since: float) -> list[tuple[float, int]]:
    """List (Unix seconds, tokens that count against a limit) of every call since a moment, oldest first."""
    rows = session.execute(
        select(Attempt.started_at, Attempt.prompt_tokens, Attempt.completion_tokens, Attempt.cached_tokens)
        .where(Attempt.provider == provider, Attempt.model == model, Attempt.started_at >= since)
        .order_by(Attempt.started_at)
    )
    return [(row[0], row[1] + row[2] - row[3]) for row in rows]


def _insert(session: Session, table: type[Attempt] | type[Sample], rows: list[dict[str, Any]]) -> None:
    """Insert rows of equal keys through the driver: through the ORM's own insert they cost three times as much CPU."""
    if rows:
        columns = tuple(rows[0])
        session.connection().exec_driver_sql(
            f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [tuple(row.values()) for row in rows],
        )


def _refuse_duplicates(session: Session, batch_pk: int, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    hashes = [outcome.content_hash for outcome in outcomes if outcome.content_hash]
    seen = set(_known_hashes(session, batch_pk, hashes))
    judged = []
    for outcome in outcomes:
        if outcome.fate is Fate.KEPT and outcome.content_hash in seen:
            judged.append(
                replace(
                    outcome,
                    fate=Fate.REJECTED,
                    content=None,
                    reason="duplicate",
                    message="The same question is already in this batch.",
                )
            )
            continue
        if outcome.fate is Fate.KEPT and outcome.content_hash:
            seen.add(outcome.content_hash)
        judged.append(outcome)
    return tuple(judged)


def _known_hashes(session: Session, batch_pk: int, hashes: Sequence[str]) -> Iterable[str]:
    for start in range(0, len(hashes), MAX_HASHES_PER_QUERY):
        part = hashes[start : start + MAX_HASHES_PER_QUERY]
        yield from session.scalars(
            select(Sample.content_hash).where(Sample.batch_pk == batch_pk, Sample.content_hash.in_(part))
        )


def _raise_counters(batch: BatchHistory, outcomes: Sequence[Outcome]) -> None:
    fates = [outcome.fate for outcome in outcomes]
    batch.attempts += len(outcomes)
    batch.samples_generated = batch.samples_generated + fates.count(Fate.KEPT)
    batch.rejected_count += fates.count(Fate.REJECTED)
    # A 429 is never the sample's fault: it is an attempt, and no failed one.
    batch.failed_count += sum(o.fate is Fate.FAILED and o.reason != FailureKind.RATE_LIMITED for o in outcomes)
    batch.total_tokens = batch.total_tokens + sum(outcome.usage.total_tokens for outcome in outcomes)
    costs = [outcome.cost_usd for outcome in outcomes if outcome.cost_usd is not None]
    if costs:
        batch.cost_usd = (batch.cost_usd or 0.0) + sum(costs)


def _attempt_row(batch_pk: int, author: Author, number: int, outcome: Outcome) -> dict[str, Any]:
    return {
        "batch_pk": batch_pk,
        "number": number,
        "slot": outcome.slot,
        "provider": author.provider,
        "model": author.model,
        "started_at": outcome.started_at,
        "latency_ms": outcome.latency_ms,
        "prompt_tokens": outcome.usage.prompt_tokens,
        "completion_tokens": outcome.usage.completion_tokens,
        "cached_tokens": outcome.usage.cached_tokens,
        "cost_usd": outcome.cost_usd,
        "fate": outcome.fate.value,
        "reason": outcome.reason,
        "message": outcome.message,
        "http_status": outcome.http_status,
        "prompt_hash": outcome.prompt_hash,
        "seed": outcome.seed,
    }


def _sample_row(
    batch_pk: int, author: Author, number: int, ordinal: int, outcome: Outcome, now: float
) -> dict[str, Any]:
    return {
        "sample_id": new_sample_id(),
        "batch_pk": batch_pk,
        "slot": outcome.slot,
        "ordinal": ordinal,
        "attempt": number,
        "topic": outcome.topic,
        "difficulty": outcome.difficulty,
        "content": json.dumps(outcome.content, ensure_ascii=False),
        "content_hash": outcome.content_hash,
        "provider": author.provider,
        "model": author.model,
        "model_sha256": author.model_sha256,
        "prompt_hash": outcome.prompt_hash,
        "seed": outcome.seed,
        "prompt_tokens": outcome.usage.prompt_tokens,
        "completion_tokens": outcome.usage.completion_tokens,
        "cost_usd": outcome.cost_usd,
        "latency_ms": outcome.latency_ms,
        "demo": author.demo,
        "created_at": iso(now),
    }


def _preview(row: dict[str, Any]) -> dict[str, Any]:
    """Show a stored sample as the live state does: the content beside its topic and difficulty."""
    shown = {key: row[key] for key in ("sample_id", "topic", "difficulty", "demo", "created_at")}
    return {**json.loads(row["content"]), **shown}


def _error(number: int, outcome: Outcome, now: float) -> dict[str, Any]:
    return {"time": iso(now), "kind": outcome.reason, "message": outcome.message, "attempt": number}
