"""Attempts in the database: the group commit of outcomes, and what the limits need after a restart.

`record` is the only writer of samples, attempts, rejected candidates, raw responses and the counters that count them,
in one transaction, so that the counters always equal the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import MAY_HAVE_COST
from gristmill.lifecycle import BatchKind
from gristmill.outcome import Fate, Outcome
from gristmill.stores import enrichments
from gristmill.stores.batches import add_errors
from gristmill.stores.bulk import insert
from gristmill.stores.counters import errors_of, raise_batch, raise_items
from gristmill.stores.duplicates import SURPLUS, Near, refuse_duplicates, refuse_surplus
from gristmill.stores.written import Author, attempt_row, preview, rejection_row, response_row, sample_row
from models import Attempt, BatchHistory, Item, Rejection, Response, Sample

__all__ = ["Author", "Group", "Recorded", "calls_since", "filled_slots", "prepare", "record", "redraws"]

KEEP_BYTES = 64 * 1024  # of a raw response, where nothing else is said: the setting's default


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
    rejection_rows: tuple[dict[str, Any], ...]
    response_rows: tuple[dict[str, Any], ...]


def prepare(
    session: Session,
    batch_pk: int,
    author: Author,
    outcomes: Sequence[Outcome],
    *,
    now: float,
    near: Near | None = None,
    keep_bytes: int = KEEP_BYTES,
) -> Group:
    """Refuse duplicates and write the rows out, all that can be done before the write lock is taken.

    Only the batch's one writer may call it: nobody else adds samples between this and `record`. What an edit slips in
    meanwhile the table's own constraint refuses (`record` raises IntegrityError): look again then.

    Args:
        near: finds near-duplicates among what is no exact one.
        keep_bytes: of each raw response; 0 keeps none.
    """
    judged = refuse_duplicates(session, batch_pk, outcomes)
    if near is not None:
        judged = near.refuse(judged)
    responses = [
        response_row(batch_pk, number, outcome.raw, keep_bytes=keep_bytes)
        for number, outcome in enumerate(judged)
        if outcome.raw and keep_bytes
    ]
    return _write_out(batch_pk, author, judged, tuple(responses), now=now)


def _write_out(
    batch_pk: int, author: Author, outcomes: tuple[Outcome, ...], responses: tuple[dict[str, Any], ...], *, now: float
) -> Group:
    numbered = list(enumerate(outcomes))
    kept = [(number, outcome) for number, outcome in numbered if outcome.fate is Fate.KEPT]
    at = iso(now)
    return Group(
        batch_pk=batch_pk,
        author=author,
        now=now,
        outcomes=outcomes,
        attempt_rows=tuple(attempt_row(batch_pk, author, number, outcome) for number, outcome in numbered),
        sample_rows=tuple(
            sample_row(batch_pk, author, number, ordinal, outcome, at) for ordinal, (number, outcome) in enumerate(kept)
        ),
        rejection_rows=tuple(
            rejection_row(batch_pk, number, outcome, at)
            for number, outcome in numbered
            if outcome.fate is Fate.REJECTED and outcome.reason != SURPLUS
        ),
        response_rows=responses,
    )


def record(session: Session, group: Group) -> Recorded:
    """Store a group's attempts and samples, and raise the counters of the batch and of its items."""
    batch = session.get_one(BatchHistory, group.batch_pk)
    wanted = select(Item).where(Item.id.in_({outcome.item_pk for outcome in group.outcomes}))
    planned = {item.id: item for item in session.scalars(wanted)}
    changed = refuse_surplus(group.outcomes, planned)
    if batch.kind == BatchKind.ENRICHMENT:
        changed = enrichments.apply(session, batch, changed or group.outcomes, now=group.now)
    if changed is not None:
        group = _write_out(group.batch_pk, group.author, changed, group.response_rows, now=group.now)
    samples = () if batch.kind == BatchKind.ENRICHMENT else group.sample_rows  # its results are on their samples now
    first_attempt = batch.attempts + 1
    insert(session, Attempt, group.attempt_rows, number=first_attempt)
    insert(session, Sample, samples, ordinal=batch.samples_generated, attempt=first_attempt)
    insert(session, Rejection, group.rejection_rows, attempt=first_attempt)
    insert(session, Response, group.response_rows, attempt=first_attempt)
    raise_batch(batch, group.outcomes)
    errors = errors_of(group.outcomes, planned, first_attempt=first_attempt, now=group.now)
    raise_items(planned, group.outcomes, errors)
    add_errors(batch, errors)
    return Recorded(
        outcomes=group.outcomes,
        samples_generated=batch.samples_generated,
        total_tokens=batch.total_tokens,
        attempts=batch.attempts,
        rejected_count=batch.rejected_count,
        failed_count=batch.failed_count,
        last_sample=_shown(session, batch, group.sample_rows[-1]) if group.sample_rows else None,
    )


def _shown(session: Session, batch: BatchHistory, row: dict[str, Any]) -> dict[str, Any]:
    """Show the newest sample; an enrichment makes none, so its result is shown by the sample that it landed on."""
    if batch.kind != BatchKind.ENRICHMENT:
        return preview(row)
    return preview({**row, "sample_id": enrichments.sample_id(session, batch.id, row["slot"])})


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

    A judge's calls are among them: a quota does not ask what a call was for. Tokens are None where the call was cut off
    and nobody knows what it has cost.
    """
    rows = session.execute(
        select(
            Attempt.started_at,
            Attempt.reason,
            Attempt.prompt_tokens + Attempt.completion_tokens,
            Attempt.cached_tokens,
        )
        .where(Attempt.provider == provider, Attempt.model == model, Attempt.started_at >= since)
        .order_by(Attempt.started_at)
    )
    return [
        (at, None if _is_unknown(reason, tokens) else tokens - (0 if cached_count else cached))
        for at, reason, tokens, cached in rows
    ]


def _is_unknown(reason: str | None, tokens: int) -> bool:
    """A call that was cut off on the way; one that was answered and cut off before it was judged has its tokens."""
    return tokens == 0 and (reason == "cancelled" or reason in MAY_HAVE_COST)
