"""Rows put straight into the tables, with whatever age and status a test is about, and a look at SQLite's plans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import event, insert, select, update

from gristmill.clock import iso
from gristmill.db import Database
from models import Attempt, BatchHistory, Event, Item, Rejection, Response

NOW = 1_800_000_000.0


def put_batch(database: Database, status: str = "completed", batch_id: str = "batch_1_a", **columns: Any) -> int:
    """Add a batch with one item; its primary key."""
    slot = 0 if status == "running" else None
    with database.write() as session:
        batch = BatchHistory(batch_id=batch_id, status=status, target_count=10, run_slot=slot, **columns)
        session.add(batch)
        session.flush()
        session.add(Item(batch_pk=batch.id, number=1, seed=7, target_count=10))
        return batch.id


def set_status(database: Database, batch_pk: int, status: str) -> None:
    with database.write() as session:
        slot = 0 if status == "running" else None
        session.execute(update(BatchHistory).where(BatchHistory.id == batch_pk).values(status=status, run_slot=slot))


def put_attempts(database: Database, batch_pk: int, numbers: Iterable[int], **columns: Any) -> None:
    """Add attempts of 100 tokens and 500 ms that ended at NOW; keyword arguments are columns."""
    usual = {"provider": "groq", "model": "m", "started_at": NOW - 0.5, "latency_ms": 500, "prompt_tokens": 60}
    counted = {"completion_tokens": 40, "cached_tokens": 0, "fate": "kept", "prompt_hash": "a" * 64, "seed": 7}
    with database.write() as session:
        item_pk = session.scalars(select(Item.id).where(Item.batch_pk == batch_pk)).one()
        own = {**usual, **counted, "batch_pk": batch_pk, "item_pk": item_pk, **columns}
        session.execute(insert(Attempt), [{"slot": number + 10, **own, "number": number} for number in numbers])


def put_responses(database: Database, batch_pk: int, numbers: Iterable[int]) -> None:
    """Add raw responses of attempts."""
    told = {"batch_pk": batch_pk, "body": b"x", "raw_bytes": 1, "truncated": False}
    with database.write() as session:
        session.execute(insert(Response), [{**told, "attempt": number} for number in numbers])


def put_rejections(database: Database, batch_pk: int, numbers: Iterable[int], *, created_at: float) -> None:
    """Add refused candidates of attempts."""
    usual = {"topic": "Tort Law", "difficulty": "basic", "template": "Legal Q&A", "template_version": 1}
    with database.write() as session:
        item_pk = session.scalars(select(Item.id).where(Item.batch_pk == batch_pk)).one()
        own = {**usual, "batch_pk": batch_pk, "item_pk": item_pk, "reason": "too_short", "findings": "[]"}
        told = {**own, "created_at": iso(created_at)}
        session.execute(insert(Rejection), [{**told, "slot": number, "attempt": number} for number in numbers])


def put_event(
    database: Database, batch_pk: int, kind: str = "checkpoint.saved", *, at: float = NOW, **data: Any
) -> int:
    """Add an event; its id."""
    with database.write() as session:
        fact = Event(batch_pk=batch_pk, at=iso(at), kind=kind, data=json.dumps(data))
        session.add(fact)
        session.flush()
        return fact.id


def plans(database: Database, work: Callable[[], object]) -> list[str]:
    """Run `work`, and list how SQLite found the rows of each of its statements."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    work()
    event.remove(database.engine, "before_cursor_execute", note)
    reads = [(sql, given) for sql, given in asked if sql.startswith(("SELECT", "DELETE"))]
    with database.engine.connect() as connection:
        return [
            str(row[-1])
            for sql, given in reads
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all()
        ]
