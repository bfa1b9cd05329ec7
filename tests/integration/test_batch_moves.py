"""Moves of a batch by its routes: every status with every wish, and edits that happen as a whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from gristmill.lifecycle import BatchStatus
from gristmill.services import Services
from gristmill.stores import batches
from gristmill.stores.items import ItemOrder
from models import BatchHistory, Event
from tests.makers import add_batch, claim, items_of, kept, row_of, store

# The answer of each (status, wish): a status word with 202, or `from -> to` of a 409.
MOVES: dict[str, dict[str, str]] = {
    "queued": {
        "pause": "paused",
        "resume": "queued -> queued",
        "stop": "stopped",
        "cancel": "stopped",
        "retry": "queued -> queued",
    },
    "running": {
        "pause": "pausing",
        "resume": "running -> queued",
        "stop": "stopping",
        "cancel": "running -> stopped",
        "retry": "running -> queued",
    },
    "paused": {
        "pause": "paused -> paused",
        "resume": "queued",
        "stop": "stopped",
        "cancel": "stopped",
        "retry": "paused -> queued",
    },
    "completed": {
        "pause": "completed -> paused",
        "resume": "completed -> queued",
        "stop": "completed -> stopped",
        "cancel": "completed -> stopped",
        "retry": "completed -> queued",
    },
    "stopped": {
        "pause": "stopped -> paused",
        "resume": "stopped -> queued",
        "stop": "stopped -> stopped",
        "cancel": "stopped -> stopped",
        "retry": "queued",
    },
    "failed": {
        "pause": "failed -> paused",
        "resume": "failed -> queued",
        "stop": "failed -> stopped",
        "cancel": "failed -> stopped",
        "retry": "queued",
    },
}
PAIRS = [(status, wish, answer) for status, wishes in MOVES.items() for wish, answer in wishes.items()]


def batch_in(services: Services, status: str) -> BatchHistory:
    """Make a batch that stands in a status, by legal moves alone."""
    batch = add_batch(services)
    if status in ("running", "completed", "failed"):
        claim(services)
    with services.database.write() as session:
        row = session.get_one(BatchHistory, batch.id)
        if status in ("completed", "failed"):
            batches.end(session, services.log, row, BatchStatus(status), reason=None)
        elif status == "paused":
            batches.request_pause(session, services.log, row)
        elif status == "stopped":
            batches.request_stop(session, services.log, row)
    return batch


def wish(client: FlaskClient, batch: BatchHistory, name: str) -> Any:
    return client.post(f"/api/batches/{batch.batch_id}/{name}")


def edit(client: FlaskClient, batch: BatchHistory, **changes: Any) -> Any:
    return client.patch(f"/api/batches/{batch.batch_id}", json=changes)


def edited(client: FlaskClient, batch: BatchHistory, **changes: Any) -> Any:
    answer = edit(client, batch, **changes)
    assert answer.status_code == 200, answer.text
    return answer.json["batch"]


@pytest.mark.parametrize(("status", "name", "expected"), PAIRS)
def test_answer_is_that_of_the_table_when_a_move_is_wished(
    client: FlaskClient, services: Services, status: str, name: str, expected: str
) -> None:
    batch = batch_in(services, status)
    answer = wish(client, batch, name)
    if " -> " not in expected:
        assert (answer.status_code, answer.json["status"]) == (202, expected)
        assert (answer.json["success"], answer.json["batch_id"]) == (True, batch.batch_id)
        return
    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/illegal-move"
    assert (answer.json["from"], answer.json["to"]) == tuple(expected.split(" -> "))
    assert row_of(services, batch).status == status


def test_every_status_is_in_the_table() -> None:
    assert set(MOVES) == set(BatchStatus)
    assert {frozenset(wishes) for wishes in MOVES.values()} == {frozenset(MOVES["queued"])}


def test_resumed_batch_is_at_the_head_of_the_queue(client: FlaskClient, services: Services) -> None:
    batch = batch_in(services, "paused")
    add_batch(services)
    assert wish(client, batch, "resume").json["position"] == 1


def test_wish_to_pause_is_taken_back_when_the_batch_is_resumed_at_once(client: FlaskClient, services: Services) -> None:
    batch = batch_in(services, "running")
    assert (wish(client, batch, "pause").json["status"], row_of(services, batch).pause_requested) == ("pausing", True)
    answer = wish(client, batch, "resume")
    assert (answer.status_code, answer.json["status"], answer.json["position"]) == (202, "running", 0)
    assert not row_of(services, batch).pause_requested


def test_samples_stay_when_a_stopped_batch_is_retried(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0), kept(1))
    wish(client, batch, "stop")
    assert wish(client, batch, "retry").json["status"] == "queued"
    row = row_of(services, batch)
    assert (row.samples_generated, row.completed_at, row.end_reason) == (2, None, None)


@pytest.mark.parametrize("name", ["pause", "stop", "cancel"])
def test_worker_is_woken_when_a_batch_is_moved(client: FlaskClient, services: Services, name: str) -> None:
    rings: list[str] = []
    services.bell.listen(lambda: rings.append("ring"))
    wish(client, add_batch(services), name)
    assert rings == ["ring"]


def test_move_takes_an_empty_object_and_nothing_else(client: FlaskClient, services: Services) -> None:
    path = f"/api/batches/{add_batch(services).batch_id}/pause"
    assert client.post(path, json={"why": "lunch"}).status_code == 422
    assert client.post(path, json={}).status_code == 202


def test_labels_are_changed_and_cleared(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services, name="Old", notes="Old notes")
    shown = edited(client, batch, name=" New ")
    assert (shown["name"], shown["notes"]) == ("New", "Old notes")
    shown = edited(client, batch, name=None, notes=None)
    assert (shown["name"], shown["notes"]) == (None, None)


def test_batch_is_moved_to_its_place(client: FlaskClient, services: Services) -> None:
    first, second, third = (add_batch(services) for _ in range(3))
    assert edited(client, third, position=1)["position"] == 1
    assert edited(client, third, position=2)["position"] == 2
    assert edited(client, third, position=99)["position"] == 3
    assert [edited(client, batch, name="x")["position"] for batch in (first, second)] == [1, 2]


def test_place_counts_when_priority_is_changed_with_it(client: FlaskClient, services: Services) -> None:
    add_batch(services), add_batch(services)
    shown = edited(client, add_batch(services), priority=5, position=2)
    assert (shown["priority"], shown["position"]) == (5, 2)


def test_target_is_spread_over_the_items_when_it_is_changed(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services, items=(ItemOrder(target_count=2), ItemOrder(target_count=4)))
    shown = edited(client, batch, target_count=10)
    assert [item["target_count"] for item in shown["items"]] == [4, 6]
    assert (shown["target_count"], shown["item_counts"]["items"]) == (10, 2)


def test_target_is_refused_when_more_is_accepted_already(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0), kept(1), kept(2))
    answer = edit(client, batch, target_count=2)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/target_count"]
    assert edited(client, batch, target_count=3)["items"][0]["status"] == "completed"


def test_running_batch_takes_another_target_and_the_worker_is_woken(client: FlaskClient, services: Services) -> None:
    batch = batch_in(services, "running")
    rings: list[str] = []
    services.bell.listen(lambda: rings.append("ring"))
    version = row_of(services, batch).plan_version
    assert edited(client, batch, target_count=20)["target_count"] == 20
    assert (rings, row_of(services, batch).plan_version) == (["ring"], version + 1)


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        ("running", {"position": 1}),
        ("paused", {"position": 1}),
        ("stopped", {"position": 1}),
        ("completed", {"target_count": 20}),
    ],
)
def test_nothing_is_changed_when_a_part_cannot_be(
    client: FlaskClient, services: Services, status: str, changes: dict[str, Any]
) -> None:
    batch = batch_in(services, status)
    answer = edit(client, batch, name="New", priority=7, **changes)
    assert (answer.status_code, answer.json["from"]) == (409, status)
    row = row_of(services, batch)
    assert (row.name, row.priority, row.target_count) == (None, 0, 10)
    assert [item.target_count for item in items_of(services, batch)] == [10]


def test_batch_that_its_client_drives_has_no_place_to_go_to(client: FlaskClient, services: Services) -> None:
    batch_id = client.post("/api/generate/batch/start", json={"target_count": 1, "drive": "client"}).json["batch_id"]  # type: ignore[index]
    answer = client.patch(f"/api/batches/{batch_id}", json={"position": 1})
    assert answer.status_code == 409
    assert "driven by its client" in (answer.json or {})["detail"]


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({}, [""]),
        ({"priority": None}, ["/priority"]),
        ({"position": None, "target_count": None}, ["/position", "/target_count"]),
        ({"position": 0}, ["/position"]),
        ({"priority": 1001, "name": ""}, ["/name", "/priority"]),
        ({"target_count": 0}, ["/target_count"]),
        ({"target_count": 1_000_001}, ["/target_count"]),
        ({"status": "completed"}, ["/status"]),
        ({"notes": "n" * 5001}, ["/notes"]),
    ],
)
def test_change_is_refused_naming_each_field_when_it_is_wrong(
    client: FlaskClient, services: Services, changes: dict[str, Any], pointers: list[str]
) -> None:
    answer = edit(client, add_batch(services), **changes)
    assert answer.status_code == 422
    assert sorted(fault["pointer"] for fault in answer.json["errors"]) == pointers


def test_change_is_told_with_the_fields_and_not_their_texts(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    edited(client, batch, notes="Between us", name="New")
    with services.database.read() as session:
        told = session.scalars(select(Event.data).where(Event.batch_pk == batch.id, Event.kind == "batch.edited")).one()
    assert '"fields": ["name", "notes"]' in told or '"fields":["name","notes"]' in told
    assert "Between us" not in told
