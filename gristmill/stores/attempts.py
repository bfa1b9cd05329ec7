"""Attempts in the database: the group commit of outcomes, and what the limits need after a restart.

`record` is the only writer of samples, attempts and the counters that count them, in one transaction, so that the
counters always equal the rows.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import MAY_HAVE_COST, FailureKind
from gristmill.ids import new_sample_id
from gristmill.outcome import Fate, Outcome
from gristmill.stores.batches import add_errors
from models import Attempt, BatchHistory, Sample

MAX_HASHES_PER_QUERY = 500  # SQLite's bound variables are limited
ROWS_PER_INSERT = (32, 8, 1)  # few enough statements for the driver to keep them all prepared


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Outcomes made ready to be stored; numbers in it count from 0 within the group."""

    batch_pk: int
    outcomes: tuple[Outcome, ...]
    attempt_rows: tuple[dict[str, Any], ...]
    sample_rows: tuple[dict[str, Any], ...]
    errors: tuple[dict[str, Any], ...]


def prepare(session: Session, batch_pk: int, author: Author, outcomes: Sequence[Outcome], *, now: float) -> Group:
    """Refuse exact duplicates and write the rows out, all that can be done before the write lock is taken.

    Only the batch's one writer may call it: nobody else adds samples between this and `record`, and the table's own
    constraint refuses what would slip through.
    """
    judged = _refuse_duplicates(session, batch_pk, outcomes)
    numbered = list(enumerate(judged))
    kept = [(number, outcome) for number, outcome in numbered if outcome.fate is Fate.KEPT]
    created_at = iso(now)
    return Group(
        batch_pk=batch_pk,
        outcomes=judged,
        attempt_rows=tuple(_attempt_row(batch_pk, author, number, outcome) for number, outcome in numbered),
        sample_rows=tuple(
            _sample_row(batch_pk, author, number, ordinal, outcome, created_at)
            for ordinal, (number, outcome) in enumerate(kept)
        ),
        errors=tuple(
            {"time": created_at, "kind": outcome.reason, "message": outcome.message, "attempt": number}
            for number, outcome in numbered
            if outcome.fate is not Fate.KEPT
        ),
    )


def record(session: Session, group: Group) -> Recorded:
    """Store a group's attempts and samples, and raise the batch's counters."""
    batch = session.get_one(BatchHistory, group.batch_pk)
    first_attempt = batch.attempts + 1
    _insert(session, Attempt, group.attempt_rows, number=first_attempt)
    _insert(session, Sample, group.sample_rows, ordinal=batch.samples_generated, attempt=first_attempt)
    _raise_counters(batch, group.outcomes)
    add_errors(batch, [{**error, "attempt": first_attempt + error["attempt"]} for error in group.errors])
    return Recorded(
        outcomes=group.outcomes,
        samples_generated=batch.samples_generated,
        total_tokens=batch.total_tokens,
        attempts=batch.attempts,
        rejected_count=batch.rejected_count,
        failed_count=batch.failed_count,
        last_sample=_preview(group.sample_rows[-1]) if group.sample_rows else None,
    )


def filled_slots(session: Session, batch_pk: int) -> list[int]:
    """List the slots that have their sample."""
    return list(session.scalars(select(Sample.slot).where(Sample.batch_pk == batch_pk)))


def redraws(session: Session, batch_pk: int) -> dict[int, int]:
    """Count the attempts without a sample per slot, so that a resumed batch does not ask the same thing again."""
    in_vain = (Fate.REJECTED.value, Fate.FAILED.value)
    rows = session.execute(
        select(Attempt.slot, func.count())
        .where(Attempt.batch_pk == batch_pk, Attempt.fate.in_(in_vain))
        .group_by(Attempt.slot)
    )
    return {slot: count for slot, count in rows}


def calls_since(
    session: Session, provider: str, model: str, *, since: float, cached_count: bool
) -> list[tuple[float, int | None]]:
    """List (Unix seconds, tokens that count against a limit) of every call since a moment, oldest first.

    Tokens are None where the call was cut off and nobody knows what it has cost.
    """
    rows = session.execute(
        select(
            Attempt.started_at,
            Attempt.fate,
            Attempt.reason,
            Attempt.prompt_tokens + Attempt.completion_tokens,
            Attempt.cached_tokens,
        )
        .where(Attempt.provider == provider, Attempt.model == model, Attempt.started_at >= since)
        .order_by(Attempt.started_at)
    )
    return [
        (at, None if fate == Fate.CANCELLED or reason in MAY_HAVE_COST else tokens - (0 if cached_count else cached))
        for at, fate, reason, tokens, cached in rows
    ]


def _insert(
    session: Session, table: type[Attempt] | type[Sample], rows: Sequence[dict[str, Any]], **firsts: int
) -> None:
    """Insert rows of equal keys, many by one statement.

    Row by row the driver would let go of the interpreter's lock and wait for it again at every row, with the write lock
    of the database in hand: measured beside a busy event loop, 30 to 70 ms a group.

    Args:
        firsts: for columns that are counted on: the number that the group's 0 stands for.
    """
    start = 0
    for size in ROWS_PER_INSERT:
        while len(rows) - start >= size:
            part = rows[start : start + size]
            values = [value + firsts[name] if name in firsts else value for row in part for name, value in row.items()]
            session.connection().exec_driver_sql(_insert_sql(table.__tablename__, tuple(part[0]), size), tuple(values))
            start += size


@functools.cache
def _insert_sql(table: str, columns: tuple[str, ...], count: int) -> str:
    row = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * count)}"


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
    batch_pk: int, author: Author, number: int, ordinal: int, outcome: Outcome, created_at: str
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
        "created_at": created_at,
    }


def _preview(row: dict[str, Any]) -> dict[str, Any]:
    """Show a stored sample as the live state does: the content beside its topic and difficulty."""
    shown = {key: row[key] for key in ("sample_id", "topic", "difficulty", "demo", "created_at")}
    return {**json.loads(row["content"]), **shown}
