"""Money: the price that a batch was run at, what the enrichments that follow it cost, and how a bill is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from gristmill.events import EventLog
from gristmill.lifecycle import ENDED
from models import BatchHistory

_ENDED = ", ".join(f"'{status.value}'" for status in sorted(ENDED))


@dataclass(frozen=True, slots=True)
class Following:
    """The enrichments that follow a batch: what they cost in all (None: unknown), and whether one is not over yet."""

    cost_usd: float | None = None
    is_open: bool = False


NOTHING_FOLLOWS = Following()


def bill(batch: BatchHistory, after: Following) -> dict[str, Any]:
    """Show a batch's money and tokens in their parts: `{"cost": {...}, "tokens": {...}}`; dollars are null if unknown.

    The enrichments' money is theirs: it is in `total_usd` here, and in no counter of this batch.
    """
    judge_usd = batch.judge_cost_usd
    own_usd = None if batch.cost_usd is None else batch.cost_usd - (judge_usd or 0.0)
    known = [part for part in (batch.cost_usd, after.cost_usd) if part is not None]
    return {
        "cost": {
            "generation_usd": _rounded(own_usd),
            "judge_usd": _rounded(judge_usd),
            "enrichment_usd": _rounded(after.cost_usd),
            "total_usd": _rounded(sum(known) if known else None),
        },
        "tokens": {
            "generation": batch.total_tokens - batch.judge_tokens,
            "judge": batch.judge_tokens,
            "cached": batch.cached_tokens,
            "total": batch.total_tokens,
        },
    }


def _rounded(usd: float | None) -> float | None:
    return None if usd is None else round(usd, 8)


def note_price(session: Session, log: EventLog, batch: BatchHistory, price: Mapping[str, Any]) -> None:
    """Store the price that a run is made at; one that differs from the last run's is told as `price.changed`."""
    before = None if batch.price is None else json.loads(batch.price)
    batch.price = json.dumps(price)
    if before is not None and before != price:
        told = {"from": before, "to": price}
        log.append(session, "price.changed", batch_pk=batch.id, batch_id=batch.batch_id, data=told)


def following(session: Session, batch_pks: Sequence[int]) -> dict[int, Following]:
    """Sum up the enrichments that follow batches, by batch; one query for any number, by the index on the parent."""
    wanted = text(
        f"SELECT parent_pk, sum(cost_usd), sum(status NOT IN ({_ENDED})) FROM batch_history"
        " WHERE parent_pk IN (SELECT value FROM json_each(:pks)) GROUP BY parent_pk"
    )
    rows = session.execute(wanted, {"pks": json.dumps(list(batch_pks))})
    return {parent_pk: Following(cost_usd, bool(open_ones)) for parent_pk, cost_usd, open_ones in rows}
