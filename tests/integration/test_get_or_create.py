"""Get or create: the same request again makes no second batch, and goes on with the first one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select

from gristmill.lifecycle import BatchStatus
from gristmill.services import Services
from gristmill.stores import batches
from models import BatchHistory
from tests.makers import claim

START = "/api/generate/batch/start"
DATED: dict[str, Any] = {"target_count": 5, "batch_date": "2026-01-31", "batch_number": 3}
Start = Callable[..., Any]


def by_key(client: FlaskClient, key: str = "key-1", **changes: Any) -> Any:
    return client.post(START, json={"target_count": 5, **changes}, headers={"Idempotency-Key": key})


def by_date(client: FlaskClient, **changes: Any) -> Any:
    return client.post(START, json={**DATED, **changes})


WAYS = pytest.mark.parametrize("start", [by_key, by_date])


def batch_count(services: Services) -> int:
    with services.database.read() as session:
        return session.scalar(select(func.count(BatchHistory.id))) or 0


def bring_to(services: Services, batch_id: str, status: str) -> None:
    """Bring the only queued batch into a status, by legal moves alone."""
    if status in ("running", "completed", "failed"):
        claim(services)
    with services.database.write() as session:
        row = batches.find(session, batch_id)
        if status in ("completed", "failed"):
            batches.end(session, services.log, row, BatchStatus(status), reason=None)
        elif status == "paused":
            batches.request_pause(session, services.log, row)
        elif status == "stopped":
            batches.request_stop(session, services.log, row)


@WAYS
def test_same_batch_is_answered_when_the_same_is_asked_again(
    client: FlaskClient, services: Services, start: Start
) -> None:
    first, again = start(client), start(client)
    assert (first.status_code, first.json["created"], first.json["resumed"]) == (202, True, False)
    assert (again.status_code, again.json["created"], again.json["resumed"]) == (200, False, False)
    assert again.json["batch_id"] == first.json["batch_id"]
    assert batch_count(services) == 1


@WAYS
@pytest.mark.parametrize(
    ("status", "after", "resumed"),
    [
        ("queued", "queued", False),
        ("running", "running", False),
        ("completed", "completed", False),
        ("paused", "queued", True),
        ("stopped", "queued", True),
        ("failed", "queued", True),
    ],
)
def test_batch_goes_on_when_it_was_interrupted(
    client: FlaskClient, services: Services, start: Start, status: str, after: str, resumed: bool
) -> None:
    bring_to(services, start(client).json["batch_id"], status)
    again = start(client)
    assert (again.status_code, again.json["status"], again.json["resumed"]) == (200, after, resumed)


def test_batch_goes_on_when_it_was_only_about_to_pause(client: FlaskClient, services: Services) -> None:
    batch_id = by_key(client).json["batch_id"]
    claim(services)
    client.post(f"/api/batches/{batch_id}/pause")
    again = by_key(client).json
    assert (again["status"], again["resumed"]) == ("running", True)


@WAYS
@pytest.mark.parametrize("changes", [{"target_count": 6}, {"topic": "Torts"}, {"priority": 1}])
def test_key_is_refused_naming_its_batch_when_the_body_is_another(
    client: FlaskClient, services: Services, start: Start, changes: dict[str, Any]
) -> None:
    first = start(client).json["batch_id"]
    answer = start(client, **changes)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/key-reused")
    assert answer.json["batch_id"] == first and first in answer.json["detail"]
    assert batch_count(services) == 1


def test_interrupted_batch_stays_as_it_is_when_the_body_is_another(client: FlaskClient, services: Services) -> None:
    batch_id = by_key(client).json["batch_id"]
    bring_to(services, batch_id, "paused")
    assert by_key(client, target_count=6).status_code == 409
    with services.database.read() as session:
        assert batches.find(session, batch_id).status == "paused"


def test_body_is_the_same_when_it_differs_only_in_order_and_defaults(client: FlaskClient) -> None:
    first = by_key(client, topic="Torts")
    again = client.post(
        START,
        data=b'{"topic": " Torts", "seed": null, "target_count": 5, "priority": 0}',
        content_type="application/json",
        headers={"Idempotency-Key": "key-1"},
    )
    assert (again.status_code, (again.json or {})["batch_id"]) == (200, first.json["batch_id"])


def test_other_keys_make_other_batches(client: FlaskClient, services: Services) -> None:
    for key in ("a", "A", "a b"):
        assert by_key(client, key).status_code == 202
    assert by_date(client).status_code == 202
    assert by_date(client, batch_number=4).status_code == 202
    assert batch_count(services) == 5


def test_new_batch_is_made_each_time_when_there_is_no_key(client: FlaskClient, services: Services) -> None:
    assert {client.post(START, json={"target_count": 5}).status_code for _ in range(3)} == {202}
    assert batch_count(services) == 3


def test_dated_batch_is_found_when_it_is_asked_for_with_a_key_later(client: FlaskClient) -> None:
    first = by_date(client).json["batch_id"]
    again = client.post(START, json=DATED, headers={"Idempotency-Key": "later"})
    assert (again.status_code, (again.json or {})["batch_id"]) == (200, first)


def test_date_is_refused_when_it_comes_under_another_key_with_another_body(client: FlaskClient) -> None:
    by_date(client)
    answer = client.post(START, json={**DATED, "target_count": 6}, headers={"Idempotency-Key": "other"})
    assert answer.status_code == 409


@pytest.mark.parametrize("key", ["", "k" * 201, "é", "tab\there"])
def test_key_is_refused_by_name_when_it_is_no_printable_ascii(shared_client: FlaskClient, key: str) -> None:
    answer = by_key(shared_client, key)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["Idempotency-Key"]


@pytest.mark.parametrize("key", ["~" * 200, "k", '{"a": 1}'])
def test_key_is_taken_when_it_is_printable_ascii(client: FlaskClient, key: str) -> None:
    assert by_key(client, key).status_code == 202


@WAYS
def test_one_batch_is_made_when_many_ask_at_once(app: OpenAPI, services: Services, start: Start) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: start(app.test_client()), range(24)))
    assert sorted(answer.status_code for answer in answers) == [200] * 23 + [202]
    assert len({answer.json["batch_id"] for answer in answers}) == 1
    assert batch_count(services) == 1
