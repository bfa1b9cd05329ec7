"""Reviews of many samples at once, in transactions of bounded size, so that the worker commits in between.

Not one transaction: a crash in the middle leaves some samples reviewed, and the same request again finishes the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from gristmill.errors import NotAsExpected
from gristmill.services import Services
from gristmill.stores import reviews, sample_pages
from gristmill.stores.reviews import Decision
from gristmill.stores.samples import SampleFilter, conditions, keys_after, keys_of_ids

ROWS_PER_COMMIT = 2_000  # some 100 ms of the writer's line
ROWS_PER_LOOK = 50_000  # a look with a search in it goes through all its hits


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkReview:
    """Which samples (by ids, or by a filter) and what is decided; `expected` is what a dry run has counted."""

    decision: Decision
    wanted: SampleFilter | None = None
    ids: tuple[str, ...] = ()
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    matched: int
    changed: int


def try_out(services: Services, asked: BulkReview) -> Reviewed:
    """Say how many samples a review would touch, and change nothing."""
    return Reviewed(_count(services, asked), 0)


def carry_out(services: Services, asked: BulkReview) -> Reviewed:
    """Review all that match.

    Raises:
        NotAsExpected: another number matches than was expected; nothing is changed.
    """
    matched = _count(services, asked)
    if asked.expected is not None and asked.expected != matched:
        detail = f"{matched} samples match now, and {asked.expected} were expected: look again, then repeat."
        raise NotAsExpected(detail, extra={"matched": matched})
    changed = 0
    for part, chosen in parts(services, asked):
        with services.database.write() as session:
            changed += reviews.decide_many(session, services.log, part, chosen, asked.decision)
    return Reviewed(matched, changed)


def _count(services: Services, asked: BulkReview) -> int:
    with services.database.read() as session:
        if asked.wanted is None:
            return len(keys_of_ids(session, asked.ids))
        return sample_pages.count(session, asked.wanted)


def parts(services: Services, asked: BulkReview) -> Iterator[tuple[Sequence[int], Sequence[ColumnElement[bool]]]]:
    """Find the keys, and what must still be true of their rows when their turn comes."""
    after = 0
    chosen: Sequence[ColumnElement[bool]] = ()
    while True:
        with services.database.read() as session:
            if asked.wanted is None:
                keys = keys_of_ids(session, asked.ids)
            else:
                chosen = conditions(session, asked.wanted, with_text=False)
                keys = keys_after(session, asked.wanted, after, limit=ROWS_PER_LOOK)
        for start in range(0, len(keys), ROWS_PER_COMMIT):
            yield keys[start : start + ROWS_PER_COMMIT], chosen
        if asked.wanted is None or len(keys) < ROWS_PER_LOOK:
            return
        after = keys[-1]
