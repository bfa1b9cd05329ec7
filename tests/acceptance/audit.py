"""The audit: what must be true of a batch's rows and files whatever has happened to the process that wrote them.

Reads the database file and the Parquet files alone. It must never write, nor ask the product. It holds until retention
takes attempts and refused candidates away.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pytest

from tests.acceptance.product import Product

COUNTED = {"samples_generated": "accepted_count"} | {
    name: name for name in ("attempts", "rejected_count", "failed_count", "total_tokens", "target_count")
}
SURPLUS = "surplus"  # was fine, and so is not kept among the refused
USED = ("prompt_tokens", "completion_tokens", "cached_tokens", "cost_usd")


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
    if batch["kind"] == "enrichment":
        assert_enriched_once(product, batch, attempts)
    else:
        assert_nothing_is_doubled(samples, attempts)
    assert_bill_adds_up(batch, items, attempts)
    assert_refused_are_kept(product, batch, attempts)
    assert_found_by_their_words(product)
    filed = product.parquet_ids(batch_id)
    assert filed == [row["sample_id"] for row in samples][: len(filed)]


def assert_nothing_is_doubled(samples: Sequence[sqlite3.Row], attempts: Sequence[sqlite3.Row]) -> None:
    """Each sample once: its place, its content and its id are its own, and it is one kept attempt."""
    for names in (("item_pk", "slot"), ("content_hash",), ("sample_id",), ("attempt",)):
        assert len({tuple(row[name] for name in names) for row in samples}) == len(samples)
    assert [row["ordinal"] for row in samples] == list(range(len(samples)))
    kept = {(row["number"], row["item_pk"], row["slot"]) for row in attempts if row["fate"] == "kept"}
    assert kept == {(row["attempt"], row["item_pk"], row["slot"]) for row in samples}
    used = {row["number"]: [row[name] for name in USED] for row in attempts}
    assert all(used[row["attempt"]] == [row[name] for name in USED] for row in samples)


def assert_enriched_once(product: Product, batch: sqlite3.Row, attempts: Sequence[sqlite3.Row]) -> None:
    """Each kept result is one settled target, and what landed is a version of its sample that was not there before."""
    targets = product.rows("SELECT * FROM enrichment_targets WHERE batch_pk = ? ORDER BY slot", batch["id"])
    assert [row["slot"] for row in targets] == list(range(batch["target_count"]))
    settled = [row["slot"] for row in targets if row["result"] is not None]
    assert sorted(row["slot"] for row in attempts if row["fate"] == "kept") == settled
    assert len(settled) == batch["samples_generated"]
    landed = product.rows(
        "SELECT sample_pk FROM enrichment_targets WHERE batch_pk = ? AND result = 'applied'", batch["id"]
    )
    written = product.rows(
        "SELECT id FROM samples WHERE edited_by = ? UNION SELECT sample_pk FROM sample_versions WHERE edited_by = ?",
        *[batch["batch_id"]] * 2,
    )
    assert {row["id"] for row in written} == {row["sample_pk"] for row in landed}
    kept = product.rows(
        "SELECT s.version, count(v.id) FROM samples s JOIN sample_versions v ON sample_pk = s.id GROUP BY s.id"
    )
    assert all(version == earlier + 1 for version, earlier in kept)


def assert_bill_adds_up(batch: sqlite3.Row, items: Sequence[sqlite3.Row], attempts: Sequence[sqlite3.Row]) -> None:
    """Money and tokens: the sum of the attempts is the batch's, and that of its items; the judge's part is apart."""
    judged = [row for row in attempts if row["purpose"] == "judge"]
    assert batch["cost_usd"] == _sum_usd(attempts)
    assert batch["cost_usd"] == _sum_usd(items)
    assert batch["judge_cost_usd"] == _sum_usd(judged)
    assert batch["judge_tokens"] == sum(row["prompt_tokens"] + row["completion_tokens"] for row in judged)
    assert batch["cached_tokens"] == sum(row["cached_tokens"] for row in attempts)
    for item in items:
        assert item["cost_usd"] == _sum_usd([row for row in attempts if row["item_pk"] == item["id"]])


def assert_refused_are_kept(product: Product, batch: sqlite3.Row, attempts: Sequence[sqlite3.Row]) -> None:
    """Each refused candidate is there for people to look at, and each answer as it came."""
    refused = [row for row in attempts if row["fate"] == "rejected"]
    kept = product.rows("SELECT * FROM rejections WHERE batch_pk = ? ORDER BY attempt", batch["id"])
    assert [(row["attempt"], row["item_pk"], row["slot"], row["reason"]) for row in kept] == [
        (row["number"], row["item_pk"], row["slot"], row["reason"]) for row in refused if row["reason"] != SURPLUS
    ]
    assert json.loads(batch["reason_counts"]) == Counter(row["reason"] for row in refused)
    answers = {row[0] for row in product.rows("SELECT attempt FROM responses WHERE batch_pk = ?", batch["id"])}
    answered = {row["number"] for row in attempts if row["fate"] in ("kept", "rejected", "judged")}
    assert answered <= answers <= {row["number"] for row in attempts}


def assert_found_by_their_words(product: Product) -> None:
    """The full-text index holds the words of the samples that there are, of what they say now, and no others."""
    with closing(sqlite3.connect(product.database_path, timeout=60)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, samples_fts, instance)")
        found = set(connection.execute("SELECT DISTINCT doc, term FROM temp.words"))
        said = connection.execute("SELECT id, content FROM samples").fetchall()
    words = {(key, word) for key, content in said for text in _texts(json.loads(content)) for word in _words(text)}
    assert found == words


def assert_files_say_what_the_rows_say(product: Product, batch_id: str) -> None:
    """No segment is stale, and contents and reviews in the files are those of the rows."""
    assert not stale_marks(product, batch_id)
    samples = product.samples(batch_id)
    for name in ("version", "origin", "review"):
        assert product.parquet_column(batch_id, name) == [row[name] for row in samples]
    contents = [json.loads(row["content"]) for row in samples]
    for name in {name for content in contents for name, value in content.items() if isinstance(value, str)}:
        assert product.parquet_column(batch_id, name) == [content.get(name) for content in contents]


def assert_settled(product: Product, batch_id: str) -> None:
    """At rest: sound, with files that hold exactly the rows, and a fate for every place that was asked for."""
    assert_sound(product, batch_id)
    assert_files_say_what_the_rows_say(product, batch_id)
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
    has_all = product.parquet_ids(batch_id) == [row["sample_id"] for row in product.samples(batch_id)]
    return has_all and not stale_marks(product, batch_id)


def stale_marks(product: Product, batch_id: str) -> list[sqlite3.Row]:
    """List the segments of a batch that do not hold yet what has been changed."""
    return product.rows(
        "SELECT s.* FROM stale_segments s JOIN batch_history b ON b.id = s.batch_pk WHERE batch_id = ?", batch_id
    )


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


def _sum_usd(rows: Sequence[sqlite3.Row]) -> Any:
    known = [row["cost_usd"] for row in rows if row["cost_usd"] is not None]
    return pytest.approx(sum(known)) if known else None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _words(text: str) -> list[str]:
    """Split as the index does; what the scripted provider says is ASCII."""
    return re.findall("[a-z0-9]+", text.lower())
