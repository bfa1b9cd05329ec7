"""Batches planned as several items: what start takes, how items are listed, and one more try for one of them."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from gristmill.lifecycle import BatchStatus
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.services import Services
from gristmill.stores import batches
from gristmill.stores.items import ItemOrder
from models import BatchHistory
from tests.makers import add_batch, claim, failed, items_of, kept, rejected, row_of, store

START = "/api/generate/batch/start"
TWO = (ItemOrder(target_count=2, name="first", topic="Torts"), ItemOrder(target_count=2, name="second"))


def start(client: FlaskClient, **body: Any) -> Any:
    answer = client.post(START, json=body)
    assert answer.status_code == 202, answer.text
    return answer.json


def listed(client: FlaskClient, batch_id: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/batches/{batch_id}/items").json or {}
    assert answer["success"] and answer["count"] == len(answer["items"])
    rows: list[dict[str, Any]] = answer["items"]
    return rows


def pointers(client: FlaskClient, **body: Any) -> list[str]:
    answer = client.post(START, json=body)
    assert answer.status_code == 422, answer.text
    return sorted(fault["pointer"] for fault in (answer.json or {})["errors"])


def fail(services: Services, batch: BatchHistory, number: int) -> None:
    with services.database.write() as session:
        row = session.get_one(BatchHistory, batch.id)
        item = items_of(services, batch)[number - 1]
        batches.fail_item(session, services.log, row, session.merge(item), reason="20 refusals in a row.")


def end(services: Services, batch: BatchHistory, status: BatchStatus) -> None:
    with services.database.write() as session:
        batches.end(session, services.log, session.get_one(BatchHistory, batch.id), status, reason="Enough.")


def retry(client: FlaskClient, batch: BatchHistory, number: int | str) -> Any:
    return client.post(f"/api/batches/{batch.batch_id}/items/{number}/retry")


def test_items_are_planned_as_asked_when_a_batch_is_started(client: FlaskClient) -> None:
    planned = [
        {"name": "hard", "topic": "Torts", "difficulty": "advanced", "target_count": 3, "template": DEFAULT_TEMPLATE},
        {"target_count": 2, "parameters": {"temperature": 0.1, "reasoning_instruction": "Briefly"}},
    ]
    answer = start(client, items=planned, topic="Trusts")
    assert (answer["items"], answer["created"], answer["resumed"]) == (2, True, False)
    first, second = listed(client, answer["batch_id"])
    assert (first["item"], first["name"], first["topic"], first["difficulty"]) == (1, "hard", "Torts", "advanced")
    assert (second["topic"], second["target_count"], second["status"]) == ("Trusts", 2, "pending")
    assert second["parameters"] == {"temperature": 0.1, "reasoning_instruction": "Briefly"}
    assert {item["template"] for item in (first, second)} == {DEFAULT_TEMPLATE}


def test_target_of_the_batch_is_the_sum_when_items_say_theirs(client: FlaskClient) -> None:
    answer = start(client, items=[{"target_count": 3}, {"target_count": 4}], target_count=7)
    assert (client.get(f"/api/batches/{answer['batch_id']}").json or {})["batch"]["target_count"] == 7


def test_matrix_makes_items_by_topic_and_difficulty(client: FlaskClient) -> None:
    answer = start(client, matrix={"topics": ["Torts", "Trusts"], "difficulties": ["basic"], "per_cell": 3})
    assert [item["name"] for item in listed(client, answer["batch_id"])] == ["Torts / basic", "Trusts / basic"]


def test_batch_has_one_item_when_none_are_planned(client: FlaskClient) -> None:
    answer = start(client, target_count=3, topic="Torts")
    (item,) = listed(client, answer["batch_id"])
    assert (answer["items"], item["topic"], item["target_count"], item["name"]) == (1, "Torts", 3, None)


def test_thousand_items_fit_into_a_request(client: FlaskClient) -> None:
    planned = [{"name": f"part {number}", "topic": "t" * 200, "target_count": 1000} for number in range(1000)]
    assert start(client, items=planned)["items"] == 1000


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"items": [{"target_count": 1}, {"target_count": 0}]}, ["/items/1/target_count"]),
        ({"items": [{"target_count": 1, "difficulty": "odd"}, {}]}, ["/items/0/difficulty", "/items/1/target_count"]),
        ({"items": [{"target_count": 1, "a/b": 1}]}, ["/items/0/a~1b"]),
        ({"items": [{"target_count": 1, "parameters": {"seed": {}, "temperature": 3}}]},
         ["/items/0/parameters/seed", "/items/0/parameters/temperature"]),
        ({"items": [{"target_count": 1, "parameters": {"seed": 1}}]}, ["/items/0/parameters/seed"]),
        ({"items": [{"target_count": 1, "template": "Haiku"}]}, ["/items/0/template"]),
        ({"items": [5, None]}, ["/items/0", "/items/1"]),
        ({"items": {}}, ["/items"]),
        ({"items": [{"target_count": 1}], "target_count": 2, "topic": ""}, ["/target_count", "/topic"]),
        ({"items": [{"target_count": 1}], "matrix": {"per_cell": 0}}, ["/matrix", "/matrix/per_cell"]),
        ({"matrix": {"topics": ["", "x"], "difficulties": ["odd"], "per_cell": 1}},
         ["/matrix/difficulties/0", "/matrix/topics/0"]),
    ],
)  # fmt: skip
def test_faults_are_named_where_they_are(shared_client: FlaskClient, body: dict[str, Any], found: list[str]) -> None:
    assert pointers(shared_client, **body) == found


def test_sum_is_told_when_the_target_is_another(shared_client: FlaskClient) -> None:
    answer = shared_client.post(START, json={"items": [{"target_count": 4}], "target_count": 5})
    (fault,) = (answer.json or {})["errors"]
    assert fault == {"pointer": "/target_count", "detail": "must be the sum of the items' targets, 4, or be left out"}


def test_counts_of_the_batch_are_the_sums_of_its_items(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services, items=TWO)
    second = items_of(services, batch)[1].id
    store(services, batch, kept(0), rejected(1), kept(2, item_pk=second), kept(3, item_pk=second), failed(4))
    rows = listed(client, batch.batch_id)
    row = row_of(services, batch)
    for sample_count, name in (
        (row.samples_generated, "accepted_count"),
        (row.rejected_count, "rejected_count"),
        (row.failed_count, "failed_count"),
        (row.attempts, "attempts"),
        (row.total_tokens, "total_tokens"),
    ):
        assert sample_count == sum(item[name] for item in rows)
    assert [(item["status"], item["progress"]) for item in rows] == [("pending", 50.0), ("completed", 100.0)]
    assert [error["kind"] for error in rows[0]["errors"]] == ["too_short", "timeout"]


def test_every_slot_has_one_fate_when_a_batch_has_ended(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services, items=TWO)
    claim(services)
    store(services, batch, kept(0))
    fail(services, batch, 2)
    end(services, batch, BatchStatus.STOPPED)
    rows = listed(client, batch.batch_id)
    assert [item["slots"] for item in rows] == [
        {"accepted": 1, "unfilled": 1, "open": 0},
        {"accepted": 0, "unfilled": 2, "open": 0},
    ]
    assert [item["status"] for item in rows] == ["stopped", "failed"]
    assert rows[1]["end_reason"] == "20 refusals in a row."


def test_failed_item_is_tried_again_at_once_while_its_batch_is_open(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services, items=TWO)
    claim(services)
    fail(services, batch, 2)
    answer = retry(client, batch, 2)
    assert (answer.status_code, answer.json["status"], answer.json["position"]) == (202, "running", 0)
    assert [item.status for item in items_of(services, batch)] == ["pending", "pending"]


def test_batch_is_queued_for_one_item_when_it_has_failed(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services, items=TWO)
    claim(services)
    fail(services, batch, 1)
    fail(services, batch, 2)
    end(services, batch, BatchStatus.FAILED)
    answer = retry(client, batch, 2)
    assert (answer.status_code, answer.json["status"], answer.json["position"]) == (202, "queued", 1)
    assert [item.status for item in items_of(services, batch)] == ["failed", "pending"]


def test_retry_of_an_item_is_refused_when_it_has_not_failed(client: FlaskClient, services: Services) -> None:
    answer = retry(client, add_batch(services, items=TWO), 1)
    assert (answer.status_code, answer.json["from"], answer.json["to"]) == (409, "pending", "pending")


@pytest.mark.parametrize(("number", "status"), [(3, 404), (0, 422), (10**30, 422), ("one", 404), (-1, 404)])
def test_item_is_refused_when_there_is_none(
    client: FlaskClient, services: Services, number: int | str, status: int
) -> None:
    assert retry(client, add_batch(services, items=TWO), number).status_code == status


def test_progress_of_a_conversation_is_in_percents_with_totals(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services, items=TWO)
    second = items_of(services, batch)[1].id
    store(services, batch, rejected(1), kept(2, item_pk=second), kept(3, item_pk=second), failed(4))
    shown = client.get(f"/api/conversations/batch/{batch.batch_id}/status").json or {}
    assert (shown["success"], shown["status"], shown["progress"]) == (True, "queued", 50.0)
    assert shown["totals"] == {"target": 4, "accepted": 2, "rejected": 1, "failed": 1}
    assert (shown["remaining_items"], len(shown["items"])) == (1, 2)
