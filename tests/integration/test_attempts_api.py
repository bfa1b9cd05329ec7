"""The attempts of a batch, read page by page: what each used and how it ended."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from gristmill.lifecycle import Purpose
from gristmill.outcome import Fate
from gristmill.services import Services
from gristmill.stores import attempt_pages
from models import BatchHistory
from tests.makers import add_batch, failed, kept, rejected, store

JUDGED: dict[str, Any] = {
    "fate": Fate.JUDGED,
    "purpose": Purpose.JUDGE,
    "final": False,
    "provider": "groq",
    "model": "critic",
}


@pytest.fixture
def batch(services: Services) -> BatchHistory:
    """Five attempts: a judge's call and the sample it let through, a refusal, a timeout, and one more sample."""
    added = add_batch(services)
    store(services, added, kept(0, **JUDGED), kept(0, raw=b'{"id": 2}'), rejected(1, raw=b"No."))
    store(services, added, failed(2, http_status=None), kept(1))
    return added


def page(client: FlaskClient, batch: BatchHistory, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/api/batches/{batch.batch_id}/attempts", query_string=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    assert body["success"] and body["count"] == len(body["attempts"])
    return body


def numbers(client: FlaskClient, batch: BatchHistory, **query: Any) -> list[int]:
    return [one["number"] for one in page(client, batch, **query)["attempts"]]


def test_attempt_says_what_it_used_and_how_it_ended(client: FlaskClient, batch: BatchHistory) -> None:
    body = page(client, batch, after=2, limit=1)
    assert body["attempts"] == [
        {
            "number": 3,
            "item": 1,
            "slot": 1,
            "purpose": "generate",
            "provider": "openai_compatible",
            "model": "scripted-1",
            "fate": "rejected",
            "reason": "too_short",
            "message": "Short.",
            "http_status": 200,
            "prompt_tokens": 60,
            "completion_tokens": 40,
            "cached_tokens": 10,
            "cost_usd": 0.001,
            "latency_ms": 12,
            "started_at": "2027-01-15T08:00:01.000+00:00",
            "has_raw": True,
        }
    ]


def test_raw_answer_is_promised_when_there_is_one(client: FlaskClient, batch: BatchHistory) -> None:
    rows = page(client, batch)["attempts"]
    found = [client.get(f"/api/batches/{batch.batch_id}/attempts/{row['number']}/raw").status_code for row in rows]
    assert found == [404, 200, 200, 404, 404]
    assert [row["has_raw"] for row in rows] == [status == 200 for status in found]


def test_attempts_of_another_batch_are_not_shown(client: FlaskClient, services: Services, batch: BatchHistory) -> None:
    other = add_batch(services)
    store(services, other, kept(0))
    assert numbers(client, other) == [1]
    assert numbers(client, batch) == [1, 2, 3, 4, 5]


def test_pages_join_without_gap_or_double_when_read_by_number(client: FlaskClient, batch: BatchHistory) -> None:
    first = page(client, batch, limit=3)
    second = page(client, batch, limit=3, after=first["next_after"])
    last = page(client, batch, limit=3, after=second["next_after"])
    assert [one["number"] for one in first["attempts"] + second["attempts"]] == [1, 2, 3, 4, 5]
    assert (last["attempts"], last["next_after"]) == ([], 5)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"fate": "kept"}, [2, 5]),
        ({"fate": "failed"}, [4]),
        ({"fate": "cancelled"}, []),
        ({"reason": "too_short"}, [3]),
        ({"reason": "too_long"}, []),
        ({"purpose": "judge"}, [1]),
        ({"purpose": "generate"}, [2, 3, 4, 5]),
        ({"purpose": "generate", "fate": "kept", "after": 2}, [5]),
    ],
)
def test_attempts_are_found_when_they_match(
    client: FlaskClient, batch: BatchHistory, query: dict[str, Any], expected: list[int]
) -> None:
    assert numbers(client, batch, **query) == expected


def test_page_is_one_query_that_looks_up_keys(services: Services, batch: BatchHistory) -> None:
    asked: list[tuple[str, Any]] = []
    with services.database.read() as session:
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        assert len(attempt_pages.page(session, batch.id, after=1, limit=3)) == 3
        ((statement, values),) = [told for told in asked if told[0].startswith("SELECT")]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    told = " ".join(row[3] for row in plan)
    assert "(batch_pk=? AND number>?)" in told
    assert not any(word in told for word in ("SCAN", "TEMP B-TREE")), told


def test_attempts_are_gone_when_retention_has_deleted_them(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    with services.database.write() as session:
        session.execute(text("DELETE FROM attempts WHERE number < 4"))
    assert numbers(client, batch) == [4, 5]
