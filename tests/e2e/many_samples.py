"""A dataset of any length, made in a moment: one real sample, copied as rows with texts of their own."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.acceptance.product import Product

COPY = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
INSERT INTO samples ({columns}) SELECT {values} FROM numbers, samples WHERE samples.id = :first
"""
OWN = {
    "sample_id": "printf('sample_%024d', n)",
    "slot": "slot + n",
    "ordinal": "ordinal + n",
    "content": "json_set(content, '$.question', printf('Copy %d asks what the director must prove', n))",
    "content_hash": "printf('%064d', n)",
}


def copy_samples(product: Product, batch_id: str, count: int) -> None:
    """Add so many copies of the batch's first sample; a copy's question begins with `Copy N`."""
    with closing(sqlite3.connect(product.database_path, timeout=60)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(samples)") if row[1] != "id"]
        values = [OWN.get(name, name) for name in columns]
        (first,) = connection.execute(
            "SELECT min(s.id) FROM samples s JOIN batch_history b ON b.id = s.batch_pk WHERE batch_id = ?", [batch_id]
        ).fetchone()
        statement = COPY.format(columns=", ".join(columns), values=", ".join(values))
        connection.execute(statement, {"count": count, "first": first})
        connection.commit()
