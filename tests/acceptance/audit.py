"""The audit: what must be true of a batch's rows and files whatever has happened to the process that wrote them.

Reads the database file and the Parquet files alone. It must never write, nor ask the product.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

from tests.acceptance.product import Product

COUNTED = {"samples_generated": "accepted_count"} | {
    name: name for name in ("attempts", "rejected_count", "failed_count", "total_tokens", "target_count")
}


def assert_sound(product: Product, batch_id: str) -> None:
    """At any moment, also right after a kill: a sound database, counters that equal the rows, whole files."""
    assert product.rows("PRAGMA integrity_check")[0][0] == "ok"
    assert product.rows("PRAGMA foreign_key_check") == []
    batch = product.rows("SELECT * FROM batch_history WHERE batch_id = ?", batch_id)[0]
    items = items_of(product, batch_id)
    attempts, samples = product.attempts(batch_id), product.samples(batch_id)
    assert _counters(batch, "samples_generated") == (*_counted(attempts), len(attempts))
    for item in items:
        own = [row for row in attempts if row["item_pk"] == item["id"]]
        assert _counters(item, "accepted_count") == (*_counted(own), len(own))
        assert (item["status"] == "completed") == (item["accepted_count"] == item["target_count"])
    sums = {name: sum(item[own] for item in items) for name, own in COUNTED.items()}
    assert {name: batch[name] for name in COUNTED} == sums
    assert [row["number"] for row in attempts] == list(range(1, len(attempts) + 1))
    assert_nothing_is_doubled(samples, attempts)
    filed = product.parquet_ids(batch_id)
    assert filed == [row["sample_id"] for row in samples][: len(filed)]


def assert_nothing_is_doubled(samples: Sequence[sqlite3.Row], attempts: Sequence[sqlite3.Row]) -> None:
    """Each sample once: its place, its content and its id are its own, and it is one kept attempt."""
    for names in (("item_pk", "slot"), ("content_hash",), ("sample_id",), ("attempt",)):
        assert len({tuple(row[name] for name in names) for row in samples}) == len(samples)
    assert [row["ordinal"] for row in samples] == list(range(len(samples)))
    kept = {(row["number"], row["item_pk"], row["slot"]) for row in attempts if row["fate"] == "kept"}
    assert kept == {(row["attempt"], row["item_pk"], row["slot"]) for row in samples}


def assert_settled(product: Product, batch_id: str) -> None:
    """At rest: sound, with files that hold exactly the rows, and a fate for every place that was asked for."""
    assert_sound(product, batch_id)
    assert product.parquet_ids(batch_id) == [row["sample_id"] for row in product.samples(batch_id)]
    batch = product.rows("SELECT * FROM batch_history WHERE batch_id = ?", batch_id)[0]
    assert batch["checkpointed_count"] == batch["samples_generated"]
    assert (batch["run_slot"], batch["stop_requested"], batch["pause_requested"]) == (None, 0, 0)
    for item in items_of(product, batch_id):
        slots = [row["slot"] for row in product.samples(batch_id) if row["item_pk"] == item["id"]]
        assert set(slots) <= set(range(item["target_count"]))
        assert (item["status"] == "failed") == (item["end_reason"] is not None)
        if batch["status"] in ("completed", "failed"):
            assert item["status"] in ("completed", "failed")


def is_filed(product: Product, batch_id: str) -> bool:
    """Tell whether the files have caught up with the rows, as a batch at rest makes them by itself."""
    return product.parquet_ids(batch_id) == [row["sample_id"] for row in product.samples(batch_id)]


def items_of(product: Product, batch_id: str) -> list[sqlite3.Row]:
    return product.rows(
        "SELECT i.* FROM items i JOIN batch_history b ON b.id = i.batch_pk WHERE batch_id = ? ORDER BY number", batch_id
    )


def events_of(product: Product, batch_id: str) -> list[str]:
    """List the kinds of a batch's events in order."""
    rows = product.rows(
        "SELECT e.kind FROM events e JOIN batch_history b ON b.id = e.batch_pk WHERE batch_id = ? ORDER BY e.id",
        batch_id,
    )
    return [row["kind"] for row in rows]


def _counters(row: sqlite3.Row, accepted: str) -> tuple[int, ...]:
    names = (accepted, "rejected_count", "failed_count", "total_tokens", "attempts")
    return tuple(int(row[name]) for name in names)


def _counted(attempts: Sequence[sqlite3.Row]) -> tuple[int, ...]:
    fates = Counter(row["fate"] for row in attempts if row["reason"] != "rate_limited")
    tokens = sum(row["prompt_tokens"] + row["completion_tokens"] for row in attempts)
    return fates["kept"], fates["rejected"], fates["failed"], tokens
