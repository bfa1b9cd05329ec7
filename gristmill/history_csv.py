"""The history of batches as CSV, in parts, from one moment of the database; live numbers as in the list."""

from __future__ import annotations

from collections.abc import Iterator

from gristmill import csv_text
from gristmill.db import Database
from gristmill.stores.history import History, HistoryFilter

ROWS_PER_PART = 1000
# The seed's columns first, in its order; what only makes sense live is left to the JSON.
COLUMNS = (
    "id",
    "batch_id",
    "started_at",
    "completed_at",
    "model",
    "topic_filter",
    "difficulty_filter",
    "reasoning_instruction",
    "target_count",
    "samples_generated",
    "total_tokens",
    "status",
    "errors",
    "provider",
    "template",
    "temperature",
    "seed",
    "created_at",
    "end_reason",
    "attempts",
    "rejected_count",
    "failed_count",
    "cost_usd",
    "progress",
    "acceptance_rate",
    "demo",
    "name",
    "notes",
    "drive",
    "priority",
    "completed_with_errors",
    "batch_date",
    "batch_number",
)


def parts(
    database: Database, history: History, wanted: HistoryFilter, *, offset: int = 0, limit: int | None = None
) -> Iterator[str]:
    """Write the batches as CSV, a thousand at a time; all of them without `limit`."""
    yield csv_text.lines([COLUMNS])
    left = limit
    with database.read() as session:
        while left is None or left > 0:
            count = ROWS_PER_PART if left is None else min(left, ROWS_PER_PART)
            rows, _ = history.page(session, wanted, limit=count, offset=offset)
            if not rows:
                return
            yield csv_text.lines([row.get(name) for name in COLUMNS] for row in rows)
            offset += len(rows)
            left = None if left is None else left - len(rows)
