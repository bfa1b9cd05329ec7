"""What is refused at the moment of storing, because of what is stored already: exact duplicates, and what is too much.

Near-duplicates are found by an index in memory. Reads rows and writes none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from gristmill.outcome import Fate, Finding, Outcome
from models import Item, Sample

MAX_HASHES_PER_QUERY = 500  # SQLite's bound variables are limited
DUPLICATE, SURPLUS = "duplicate", "surplus"  # reasons; what is surplus was fine, so it is not kept for inspection


class Near(Protocol):
    """An index that follows the samples that there are, asked by the one thread that commits samples."""

    def refuse(self, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
        """Refuse what is nearly the same as a stored sample, or as an earlier one of these."""


def refuse_duplicates(session: Session, batch_pk: int, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Refuse what has the content hash of a sample of the batch, or of an earlier one of these."""
    hashes = [outcome.content_hash for outcome in outcomes if outcome.fate is Fate.KEPT and outcome.content_hash]
    seen = set(_known_hashes(session, batch_pk, hashes))
    judged = []
    for outcome in outcomes:
        if outcome.fate is Fate.KEPT and outcome.content_hash in seen:
            judged.append(refused(outcome, DUPLICATE, "The same question is already in this batch."))
            continue
        if outcome.fate is Fate.KEPT and outcome.content_hash:
            seen.add(outcome.content_hash)
        judged.append(outcome)
    return tuple(judged)


def refuse_surplus(outcomes: Sequence[Outcome], planned: Mapping[int, Item]) -> tuple[Outcome, ...] | None:
    """Refuse what lies beyond an item's target, which was lowered while calls were out: complete means exactly.

    None says that there is no such outcome.
    """
    room = {item_pk: item.target_count - item.accepted_count for item_pk, item in planned.items()}
    kept = Counter(outcome.item_pk for outcome in outcomes if outcome.fate is Fate.KEPT)
    if all(count <= room[item_pk] for item_pk, count in kept.items()):
        return None
    judged = []
    for outcome in outcomes:
        if outcome.fate is Fate.KEPT:
            room[outcome.item_pk] -= 1
            if room[outcome.item_pk] < 0:
                outcome = refused(outcome, SURPLUS, "The target was lowered while this call was out.")
        judged.append(outcome)
    return tuple(judged)


def refused(outcome: Outcome, reason: str, message: str) -> Outcome:
    """Turn a kept outcome into a refused one; its content and a judge's score stay for people to look at."""
    findings = (*outcome.findings, Finding(reason, reason, message))
    refusal: dict[str, Any] = {"fate": Fate.REJECTED, "reason": reason, "message": message, "findings": findings}
    return replace(outcome, **refusal, score=outcome.judges_score)


def _known_hashes(session: Session, batch_pk: int, hashes: Sequence[str]) -> Iterable[str]:
    for start in range(0, len(hashes), MAX_HASHES_PER_QUERY):
        part = hashes[start : start + MAX_HASHES_PER_QUERY]
        yield from session.scalars(
            select(Sample.content_hash).where(Sample.batch_pk == batch_pk, Sample.content_hash.in_(part))
        )
