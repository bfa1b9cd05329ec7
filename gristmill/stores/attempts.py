"""Attempts in the database: the group commit of outcomes, and what the limits need after a restart.

`record` is the only writer of samples, attempts and the counters that count them, in one transaction, so that the
counters always equal the rows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import MAY_HAVE_COST, FailureKind
from gristmill.ids import new_sample_id
from gristmill.lifecycle import ItemStatus
from gristmill.outcome import Fate, Outcome
from gristmill.stores.batches import add_errors
from gristmill.stores.bulk import insert
from models import Attempt, BatchHistory, Item, Sample

MAX_HASHES_PER_QUERY = 500  # SQLite's bound variables are limited
ITEM_ERRORS_KEPT = 20  # latest errors shown on an item


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
    author: Author
    now: float
    outcomes: tuple[Outcome, ...]
    attempt_rows: tuple[dict[str, Any], ...]
    sample_rows: tuple[dict[str, Any], ...]


def prepare(session: Session, batch_pk: int, author: Author, outcomes: Sequence[Outcome], *, now: float) -> Group:
    """Refuse exact duplicates and write the rows out, all that can be done before the write lock is taken.

    Only the batch's one writer may call it: nobody else adds samples between this and `record`, and the table's own
    constraint refuses what would slip through.
    """
    return _write_out(batch_pk, author, _refuse_duplicates(session, batch_pk, outcomes), now)


def _write_out(batch_pk: int, author: Author, outcomes: tuple[Outcome, ...], now: float) -> Group:
    numbered = list(enumerate(outcomes))
    kept = [(number, outcome) for number, outcome in numbered if outcome.fate is Fate.KEPT]
    created_at = iso(now)
    return Group(
        batch_pk=batch_pk,
        author=author,
        now=now,
        outcomes=outcomes,
        attempt_rows=tuple(_attempt_row(batch_pk, author, number, outcome) for number, outcome in numbered),
        sample_rows=tuple(
            _sample_row(batch_pk, author, number, ordinal, outcome, created_at)
            for ordinal, (number, outcome) in enumerate(kept)
        ),
    )


def record(session: Session, group: Group) -> Recorded:
    """Store a group's attempts and samples, and raise the counters of the batch and of its items."""
    batch = session.get_one(BatchHistory, group.batch_pk)
    wanted = select(Item).where(Item.id.in_({outcome.item_pk for outcome in group.outcomes}))
    planned = {item.id: item for item in session.scalars(wanted)}
    group = _refuse_surplus(group, planned)
    first_attempt = batch.attempts + 1
    insert(session, Attempt, group.attempt_rows, number=first_attempt)
    insert(session, Sample, group.sample_rows, ordinal=batch.samples_generated, attempt=first_attempt)
    _raise_counters(batch, group.outcomes)
    errors = _errors(group, planned, first_attempt)
    _raise_items(planned, group.outcomes, errors)
    add_errors(batch, errors)
    return Recorded(
        outcomes=group.outcomes,
        samples_generated=batch.samples_generated,
        total_tokens=batch.total_tokens,
        attempts=batch.attempts,
        rejected_count=batch.rejected_count,
        failed_count=batch.failed_count,
        last_sample=_preview(group.sample_rows[-1]) if group.sample_rows else None,
    )


def filled_slots(session: Session, batch_pk: int) -> dict[int, list[int]]:
    """List the slots that have their sample, by item."""
    found: dict[int, list[int]] = {}
    for item_pk, slot in session.execute(select(Sample.item_pk, Sample.slot).where(Sample.batch_pk == batch_pk)):
        found.setdefault(item_pk, []).append(slot)
    return found


def redraws(session: Session, batch_pk: int) -> dict[int, dict[int, int]]:
    """Count the draws in vain of each slot, by item: the next draw of a slot must not ask the same thing again."""
    in_vain = (Fate.REJECTED.value, Fate.FAILED.value)
    rows = session.execute(
        select(Attempt.item_pk, Attempt.slot, func.count())
        .where(Attempt.batch_pk == batch_pk, Attempt.fate.in_(in_vain))
        .group_by(Attempt.item_pk, Attempt.slot)
    )
    found: dict[int, dict[int, int]] = {}
    for item_pk, slot, count in rows:
        found.setdefault(item_pk, {})[slot] = count
    return found


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


def _refuse_duplicates(session: Session, batch_pk: int, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    hashes = [outcome.content_hash for outcome in outcomes if outcome.content_hash]
    seen = set(_known_hashes(session, batch_pk, hashes))
    judged = []
    for outcome in outcomes:
        if outcome.fate is Fate.KEPT and outcome.content_hash in seen:
            judged.append(_rejected(outcome, "duplicate", "The same question is already in this batch."))
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


def _refuse_surplus(group: Group, planned: Mapping[int, Item]) -> Group:
    """Refuse what lies beyond an item's target, which was lowered while calls were out: complete means exactly."""
    room = {item_pk: item.target_count - item.accepted_count for item_pk, item in planned.items()}
    kept = Counter(outcome.item_pk for outcome in group.outcomes if outcome.fate is Fate.KEPT)
    if all(count <= room[item_pk] for item_pk, count in kept.items()):
        return group
    judged = []
    for outcome in group.outcomes:
        if outcome.fate is Fate.KEPT:
            room[outcome.item_pk] -= 1
            if room[outcome.item_pk] < 0:
                outcome = _rejected(outcome, "surplus", "The target was lowered while this call was out.")
        judged.append(outcome)
    return _write_out(group.batch_pk, group.author, tuple(judged), group.now)


def _rejected(outcome: Outcome, reason: str, message: str) -> Outcome:
    return replace(outcome, fate=Fate.REJECTED, content=None, reason=reason, message=message)


def _raise_counters(counted: BatchHistory, outcomes: Sequence[Outcome]) -> None:
    tally = _tally(outcomes)
    counted.attempts += tally.attempts
    counted.samples_generated += tally.kept
    counted.rejected_count += tally.rejected
    counted.failed_count += tally.failed
    counted.total_tokens += tally.tokens
    costs = [outcome.cost_usd for outcome in outcomes if outcome.cost_usd is not None]
    if costs:
        counted.cost_usd = (counted.cost_usd or 0.0) + sum(costs)


def _errors(group: Group, planned: Mapping[int, Item], first_attempt: int) -> list[dict[str, Any]]:
    return [
        {
            "time": iso(group.now),
            "kind": outcome.reason,
            "message": outcome.message,
            "attempt": first_attempt + number,
            "item": planned[outcome.item_pk].number,
        }
        for number, outcome in enumerate(group.outcomes)
        if outcome.fate is not Fate.KEPT
    ]


def _raise_items(planned: Mapping[int, Item], outcomes: Sequence[Outcome], errors: list[dict[str, Any]]) -> None:
    for item_pk, item in planned.items():
        own = [outcome for outcome in outcomes if outcome.item_pk == item_pk]
        tally = _tally(own)
        item.attempts += tally.attempts
        item.accepted_count += tally.kept
        item.rejected_count += tally.rejected
        item.failed_count += tally.failed
        item.total_tokens += tally.tokens
        if item.accepted_count >= item.target_count:
            item.status, item.end_reason = ItemStatus.COMPLETED.value, None
        own_errors = [error for error in errors if error["item"] == item.number]
        if own_errors:
            item.errors = json.dumps((json.loads(item.errors) + own_errors)[-ITEM_ERRORS_KEPT:])


@dataclass(frozen=True, slots=True)
class _Tally:
    attempts: int
    kept: int
    rejected: int
    failed: int
    tokens: int


def _tally(outcomes: Sequence[Outcome]) -> _Tally:
    fates = [outcome.fate for outcome in outcomes]
    return _Tally(
        attempts=len(outcomes),
        kept=fates.count(Fate.KEPT),
        rejected=fates.count(Fate.REJECTED),
        # A 429 is never the sample's fault: it is an attempt, and no failed one.
        failed=sum(o.fate is Fate.FAILED and o.reason != FailureKind.RATE_LIMITED for o in outcomes),
        tokens=sum(outcome.usage.total_tokens for outcome in outcomes),
    )


def _attempt_row(batch_pk: int, author: Author, number: int, outcome: Outcome) -> dict[str, Any]:
    return {
        "batch_pk": batch_pk,
        "item_pk": outcome.item_pk,
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
        "item_pk": outcome.item_pk,
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
