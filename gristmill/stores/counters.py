"""The counters of a batch and of its items, raised in the transaction that stores what they count.

Every counter is a sum over attempts, a judge's included; draws, samples and refusals know nothing of the judge's calls.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gristmill.clock import iso
from gristmill.errors import FailureKind
from gristmill.lifecycle import ItemStatus, Purpose
from gristmill.outcome import Fate, Outcome
from models import BatchHistory, Item

ITEM_ERRORS_KEPT = 20  # latest errors shown on an item


def raise_batch(batch: BatchHistory, outcomes: Sequence[Outcome]) -> None:
    """Count outcomes on their batch."""
    tally, judged = _tally(outcomes), [outcome for outcome in outcomes if outcome.purpose is Purpose.JUDGE]
    batch.attempts += tally.attempts
    batch.samples_generated += tally.kept
    batch.rejected_count += tally.rejected
    batch.failed_count += tally.failed
    batch.total_tokens += tally.tokens
    batch.cached_tokens += sum(outcome.usage.cached_tokens for outcome in outcomes)
    batch.cost_usd = _plus(batch.cost_usd, outcomes)
    if judged:
        batch.judge_tokens += sum(outcome.usage.total_tokens for outcome in judged)
        batch.judge_cost_usd = _plus(batch.judge_cost_usd, judged)
    if tally.rejected:
        reasons = Counter(outcome.reason or "unknown" for outcome in outcomes if outcome.fate is Fate.REJECTED)
        batch.reason_counts = json.dumps(Counter(json.loads(batch.reason_counts)) + reasons)


def raise_items(planned: Mapping[int, Item], outcomes: Sequence[Outcome], errors: Sequence[dict[str, Any]]) -> None:
    """Count outcomes on their items, and complete those whose target is reached."""
    for item_pk, item in planned.items():
        own = [outcome for outcome in outcomes if outcome.item_pk == item_pk]
        tally = _tally(own)
        item.attempts += tally.attempts
        item.accepted_count += tally.kept
        item.rejected_count += tally.rejected
        item.failed_count += tally.failed
        item.total_tokens += tally.tokens
        item.cost_usd = _plus(item.cost_usd, own)
        if item.accepted_count >= item.target_count:
            item.status, item.end_reason = ItemStatus.COMPLETED.value, None
        own_errors = [error for error in errors if error["item"] == item.number]
        if own_errors:
            item.errors = json.dumps((json.loads(item.errors) + own_errors)[-ITEM_ERRORS_KEPT:])


def errors_of(
    outcomes: Sequence[Outcome], planned: Mapping[int, Item], *, first_attempt: int, now: float
) -> list[dict[str, Any]]:
    """Write what went wrong in the seed's shape, with attempt and item; a judge's answer that served is no error."""
    return [
        {
            "time": iso(now),
            "kind": outcome.reason,
            "message": outcome.message,
            "attempt": first_attempt + number,
            "item": planned[outcome.item_pk].number,
        }
        for number, outcome in enumerate(outcomes)
        if outcome.reason is not None and outcome.fate is not Fate.KEPT
    ]


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


def _plus(sum_usd: float | None, outcomes: Sequence[Outcome]) -> float | None:
    """Add what is known of costs; a sum of which nothing is known stays unknown."""
    costs = [outcome.cost_usd for outcome in outcomes if outcome.cost_usd is not None]
    return (sum_usd or 0.0) + sum(costs) if costs else sum_usd
