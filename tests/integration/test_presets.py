"""Presets: orders that are kept under a name, changed, listed and deleted."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from gristmill.preset_schemas import MAX_PRESETS
from gristmill.services import Services
from models import Preset

PRESETS = "/api/presets"
ORDER: dict[str, Any] = {
    "topic": "Company Law - Directors Duties",
    "temperature": None,
    "judge": False,
    "parameters": {"tone": ["formal", "plain"], "year": 2006},
    "items": [{"target_count": 3, "parameters": {"reasoning_instruction": "In steps.", "court": "Chancery"}}],
}


def save(client: FlaskClient, name: str = "Directors", order: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = client.post(PRESETS, json={"name": name, "order": ORDER if order is None else order})
    assert answer.status_code == 201, answer.text
    preset: dict[str, Any] = answer.get_json()["preset"]
    return preset


def listing(client: FlaskClient) -> Any:
    return client.get(PRESETS).json


def change(client: FlaskClient, preset: dict[str, Any], body: dict[str, Any]) -> Any:
    """Change a preset; what it is then."""
    return client.put(f"{PRESETS}/{preset['preset_id']}", json=body).get_json()["preset"]


def pointers(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [fault["pointer"] for fault in answer.get_json()["errors"]]


def test_preset_holds_what_was_given_and_nothing_else(client: FlaskClient) -> None:
    made = save(client)
    assert made["order"] == ORDER
    assert made["name"] == "Directors" and made["preset_id"].startswith("preset_")
    assert listing(client) == {"success": True, "presets": [made], "count": 1}


def test_kept_order_starts_a_batch(client: FlaskClient) -> None:
    order = save(client, order={"target_count": 7, "topic": "Tort Law", "priority": 3})["order"]
    started = client.post("/api/generate/batch/start", json=order).get_json()
    batch = client.get(f"/api/batches/{started['batch_id']}").get_json()["batch"]
    assert (batch["target_count"], batch["priority"]) == (7, 3)


def test_presets_are_listed_by_name_whatever_their_case(client: FlaskClient) -> None:
    for name in ("zebra", "Älter", "apple", "Banana"):
        save(client, name)
    assert [one["name"] for one in listing(client)["presets"]] == ["apple", "Banana", "zebra", "Älter"]


@pytest.mark.parametrize(("first", "second"), [("Deeds", "deeds"), ("Straße", "STRASSE"), ("ÄRA", " ära ")])
def test_name_is_taken_when_it_differs_by_case_alone(client: FlaskClient, first: str, second: str) -> None:
    made = save(client, first)
    answer: Any = client.post(PRESETS, json={"name": second, "order": {}})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/name-taken")
    assert answer.json["preset_id"] == made["preset_id"]
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/name"]


@pytest.mark.parametrize("order", [{}, {"target_count": 5}, {"matrix": {"per_cell": 2}}, {"template": "auto"}])
def test_order_may_be_unfinished(client: FlaskClient, order: dict[str, Any]) -> None:
    assert save(client, order=order)["order"] == order


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"target_count": 0}, ["/order/target_count"]),
        ({"batch_date": "2026-01-31"}, ["/order/batch_date"]),
        ({"batch_number": 1}, ["/order/batch_number"]),
        ({"colour": "blue"}, ["/order/colour"]),
        ({"kind": "qa"}, ["/order/kind"]),
        ({"judge": 0}, ["/order/judge"]),
        ({"judge": True}, ["/order/judge"]),
        ({"items": [{"topic": "Tort Law"}]}, ["/order/items/0/target_count"]),
        ({"items": [{"target_count": 2}], "target_count": 3}, ["/order/target_count"]),
        ({"items": [{"target_count": 2}], "matrix": {"per_cell": 1}}, ["/order/matrix"]),
        ({"difficulty": "hard", "priority": "high"}, ["/order/difficulty", "/order/priority"]),
        (None, ["/order"]),
        ([], ["/order"]),
    ],
)
def test_order_is_refused_at_its_place_when_a_start_would_refuse_it(
    client: FlaskClient, order: Any, expected: list[str]
) -> None:
    assert sorted(pointers(client.post(PRESETS, json={"name": "Wrong", "order": order}))) == expected
    assert listing(client)["count"] == 0


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "two\nlines", None, 3])
def test_name_is_refused_when_it_is_none(client: FlaskClient, name: Any) -> None:
    assert pointers(client.post(PRESETS, json={"name": name, "order": {}})) == ["/name"]


def test_name_and_order_are_needed_when_a_preset_is_made(client: FlaskClient) -> None:
    assert pointers(client.post(PRESETS, json={})) == ["/name", "/order"]


def test_name_changes_and_the_order_stays_when_only_the_name_is_sent(client: FlaskClient) -> None:
    made = save(client)
    changed = change(client, made, {"name": "DIRECTORS"})
    assert {**made, "name": "DIRECTORS", "updated_at": changed["updated_at"]} == changed


def test_order_is_replaced_as_a_whole_when_it_is_sent(client: FlaskClient) -> None:
    made = save(client)
    changed = change(client, made, {"order": {"target_count": 4}})
    assert (changed["name"], changed["order"]) == ("Directors", {"target_count": 4})
    assert listing(client)["presets"] == [changed]


def test_name_of_another_preset_cannot_be_taken(client: FlaskClient) -> None:
    save(client, "Deeds")
    made = save(client)
    answer = client.put(f"{PRESETS}/{made['preset_id']}", json={"name": "DEEDS", "order": {}})
    assert answer.status_code == 409
    assert made in listing(client)["presets"]


@pytest.mark.parametrize(("body", "expected"), [({}, [""]), ({"name": None}, ["/name"]), ({"order": None}, ["/order"])])
def test_change_is_refused_when_it_says_nothing(client: FlaskClient, body: Any, expected: list[str]) -> None:
    assert pointers(client.put(f"{PRESETS}/{save(client)['preset_id']}", json=body)) == expected


def test_deleted_preset_is_gone_and_its_name_is_free(client: FlaskClient) -> None:
    made = save(client)
    address = f"{PRESETS}/{made['preset_id']}"
    assert client.delete(address).json == {"success": True, "preset_id": made["preset_id"], "deleted": True}
    assert client.delete(address).status_code == 404
    assert save(client)["preset_id"] != made["preset_id"]


def test_preset_is_refused_when_there_are_as_many_as_there_may_be(client: FlaskClient, services: Services) -> None:
    put_presets(services, MAX_PRESETS - 1)
    save(client)
    answer: Any = client.post(PRESETS, json={"name": "One more", "order": {}})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/limit-reached")
    assert listing(client)["count"] == MAX_PRESETS


def put_presets(services: Services, count: int) -> None:
    """Put presets straight into their table."""
    told = {"body": "{}", "created_at": "", "updated_at": ""}
    names = [{"preset_id": f"preset_{n:012x}", "name": f"N{n}", "name_key": f"n{n}", **told} for n in range(count)]
    with services.database.write() as session:
        session.execute(insert(Preset), names)
