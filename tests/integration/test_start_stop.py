"""Start and stop: what is asked, what is refused, and the row that exists before the answer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from gristmill.services import Services
from gristmill.stores import batches, queue
from models import BatchHistory
from tests.conftest import MakeApp
from tests.makers import add_batch, claim, row_of

START, STOP = "/api/generate/batch/start", "/api/generate/batch/stop"
SEED_REQUEST = {
    "target_count": 2200,
    "model": "llama-3.3-70b-versatile",
    "topic": "Company Law - Directors Duties",
    "difficulty": "advanced",
    "reasoning_instruction": "Include step-by-step analysis",
}


def start(client: FlaskClient, **body: Any) -> Any:
    answer = client.post(START, json={"target_count": 10, **body})
    assert answer.status_code == 202, answer.json
    return answer.json


def faults(client: FlaskClient, **body: Any) -> dict[str, str]:
    answer = client.post(START, json={"target_count": 10, **body})
    assert answer.status_code == 422, answer.json
    return {fault["pointer"]: fault["detail"] for fault in (answer.json or {})["errors"]}


def find(services: Services, batch_id: str) -> BatchHistory:
    with services.database.read() as session:
        return batches.find(session, batch_id)


@pytest.fixture
def groq(make_app: MakeApp) -> FlaskClient:
    return make_app(groq_api_key="gsk_0123456789abcdef").test_client()


def test_answer_has_id_status_and_place_when_a_batch_is_started(client: FlaskClient) -> None:
    answer = start(client)
    assert (answer["success"], answer["status"], answer["position"]) == (True, "queued", 1)
    assert re.fullmatch(r"batch_\d{10}_[0-9a-f]{8}", answer["batch_id"])
    assert start(client)["position"] == 2


def test_row_exists_when_the_answer_comes(client: FlaskClient, services: Services) -> None:
    row = find(services, start(client, topic="Torts", seed=5, temperature=0.5)["batch_id"])
    assert (row.status, row.target_count, row.topic_filter, row.seed, row.temperature) == (
        "queued",
        10,
        "Torts",
        5,
        0.5,
    )


def test_request_of_the_seed_is_taken_unchanged(groq: FlaskClient) -> None:
    answer = groq.post(START, json=SEED_REQUEST)
    assert answer.status_code == 202
    shown = groq.get("/api/generate/batch/history").json["batches"][0]  # type: ignore[index]
    assert shown["model"] == SEED_REQUEST["model"]
    assert (shown["topic_filter"], shown["difficulty_filter"]) == (SEED_REQUEST["topic"], "advanced")
    assert shown["reasoning_instruction"] == SEED_REQUEST["reasoning_instruction"]


def test_groq_and_its_model_are_the_default_when_there_is_a_key(groq: FlaskClient) -> None:
    assert groq.post(START, json={"target_count": 1}).status_code == 202
    shown = groq.get("/api/generate/batch/history").json["batches"][0]  # type: ignore[index]
    assert (shown["provider"], shown["model"], shown["demo"]) == ("groq", "llama-3.3-70b-versatile", False)


def test_embedded_model_is_the_default_and_said_to_be_a_demo_when_there_is_no_key(
    client: FlaskClient, services: Services
) -> None:
    answer = start(client)
    row = find(services, answer["batch_id"])
    assert (row.provider, row.demo, answer["demo"]) == ("embedded", True, True)
    assert "do not train on it" in answer["notice"]


def test_named_provider_is_taken_when_it_is_configured(make_app: MakeApp) -> None:
    client = make_app(base_url="http://127.0.0.1:9/v1", model="tiny").test_client()
    answer = start(client, provider="openai_compatible")
    assert (answer["demo"], answer["notice"]) == (False, None)


def test_worker_is_woken_when_a_batch_is_started_or_stopped(client: FlaskClient, services: Services) -> None:
    rings: list[str] = []
    services.bell.listen(lambda: rings.append("ring"))
    batch_id = start(client)["batch_id"]
    client.post(STOP, json={"batch_id": batch_id})
    assert rings == ["ring", "ring"]


@pytest.mark.parametrize("target", [1, 1_000_000])
def test_target_is_taken_when_it_is_at_a_bound(shared_client: FlaskClient, target: int) -> None:
    assert start(shared_client, target_count=target)["success"]


@pytest.mark.parametrize("target", [0, -1, 1_000_001, 10**30, 1.0, 1.5, "10", True, None, [10], {}])
def test_target_is_refused_when_it_is_no_number_from_one_to_a_million(shared_client: FlaskClient, target: Any) -> None:
    assert list(faults(shared_client, target_count=target)) == ["/target_count"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("model", ""),
        ("model", "m" * 101),
        ("model", 5),
        ("topic", "   "),
        ("topic", "t" * 201),
        ("topic", "line\nbreak"),
        ("topic", "nul\x00"),
        ("difficulty", "impossible"),
        ("difficulty", "Advanced"),
        ("reasoning_instruction", "r" * 2001),
        ("reasoning_instruction", ""),
        ("provider", "acme"),
        ("temperature", 2.1),
        ("temperature", -0.1),
        ("temperature", "0.5"),
        ("seed", -1),
        ("seed", 2**31),
        ("seed", 0.5),
        ("tokens", 5),
        ("target", 5),
    ],
)
def test_field_is_refused_by_name_when_it_is_wrong(shared_client: FlaskClient, field: str, value: Any) -> None:
    assert list(faults(shared_client, **{field: value})) == [f"/{field}"]


def test_every_fault_is_named_at_once_when_several_fields_are_wrong(shared_client: FlaskClient) -> None:
    found = faults(shared_client, target_count=0, topic="", difficulty="easy", temperature=3, wrong="x")
    assert set(found) == {"/target_count", "/topic", "/difficulty", "/temperature", "/wrong"}
    assert found["/wrong"] == "this field is not known"
    assert "'basic', 'intermediate' or 'advanced'" in found["/difficulty"]


def test_target_is_said_to_be_needed_when_it_is_missing(shared_client: FlaskClient) -> None:
    answer = shared_client.post(START, json={"topic": "Torts"})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"] == [{"pointer": "/target_count", "detail": "this field is needed"}]


def test_half_of_a_character_is_refused_when_escaped_in_json(shared_client: FlaskClient) -> None:
    answer = shared_client.post(START, data=b'{"target_count": 1, "topic": "\\ud800"}', content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("topic", ["Derecho Mercantil", "会社法", "§ 175 — conflicts", "🚀" * 100])
def test_topic_is_taken_when_it_is_any_text(client: FlaskClient, services: Services, topic: str) -> None:
    batch_id = start(client, topic=f"  {topic} ")["batch_id"]
    assert find(services, batch_id).topic_filter == topic


def test_optional_field_is_taken_when_it_is_null(shared_client: FlaskClient) -> None:
    body = dict.fromkeys(("model", "topic", "difficulty", "reasoning_instruction", "provider", "temperature", "seed"))
    assert start(shared_client, **body)["success"]


@pytest.mark.parametrize(
    ("provider", "setting"), [("groq", "GROQ_API_KEY"), ("openai_compatible", "GRISTMILL_BASE_URL")]
)
def test_start_is_refused_naming_the_setting_when_the_provider_is_not_set_up(
    client: FlaskClient, services: Services, provider: str, setting: str
) -> None:
    answer = client.post(START, json={"target_count": 1, "provider": provider})
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["type"] == "/problems/provider-not-configured"
    assert setting in answer.json["detail"]
    with services.database.read() as session:
        assert not queue.any_waiting(session)


def test_model_is_refused_when_the_embedded_provider_does_not_have_it(shared_client: FlaskClient) -> None:
    assert "GROQ_API_KEY" in faults(shared_client, model="llama-3.3-70b-versatile")["/model"]


def test_model_must_be_named_when_the_provider_has_no_default(make_app: MakeApp) -> None:
    client = make_app(base_url="http://127.0.0.1:9/v1", provider="openai_compatible").test_client()
    assert "GRISTMILL_MODEL" in faults(client)["/model"]
    assert start(client, model="tiny")["success"]


def test_batch_has_what_people_call_it_when_they_say_so(client: FlaskClient, services: Services) -> None:
    row = find(services, start(client, name=" Torts ", notes="First try.\nAgain?", priority=-5)["batch_id"])
    assert (row.name, row.notes, row.priority, row.drive) == ("Torts", "First try.\nAgain?", -5, "worker")


def test_batch_goes_before_those_of_lower_priority(client: FlaskClient) -> None:
    start(client)
    assert start(client, priority=1)["position"] == 1
    assert start(client)["position"] == 3


def test_batch_has_no_place_when_its_client_drives_it(client: FlaskClient, services: Services) -> None:
    answer = start(client, drive="client")
    assert (answer["status"], answer["position"]) == ("queued", None)
    with services.database.read() as session:
        assert not queue.any_waiting(session)


@pytest.mark.parametrize("drive", [None, "", "nobody", 1])
def test_drive_is_refused_when_it_is_not_known(shared_client: FlaskClient, drive: Any) -> None:
    assert list(faults(shared_client, drive=drive)) == ["/drive"]


@pytest.mark.parametrize("template", ["Haiku", "", 5])
def test_template_is_refused_when_it_is_not_known(shared_client: FlaskClient, template: Any) -> None:
    assert list(faults(shared_client, template=template)) == ["/template"]


@pytest.mark.parametrize("priority", [-1001, 1001, 0.5, "1", None])
def test_priority_is_refused_when_it_is_out_of_bounds(shared_client: FlaskClient, priority: Any) -> None:
    assert list(faults(shared_client, priority=priority)) == ["/priority"]


def test_running_batch_is_stopping_when_no_id_is_given(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    claim(services)
    answer = client.post(STOP)
    assert (answer.status_code, answer.json) == (
        202,
        {"success": True, "batch_id": batch.batch_id, "status": "stopping"},
    )
    assert row_of(services, batch).stop_requested


@pytest.mark.parametrize("body", [{}, {"batch_id": None}])
def test_running_batch_is_meant_when_the_body_names_none(
    client: FlaskClient, services: Services, body: dict[str, Any]
) -> None:
    batch = add_batch(services)
    claim(services)
    assert client.post(STOP, json=body).json == {"success": True, "batch_id": batch.batch_id, "status": "stopping"}


def test_current_batch_is_meant_when_several_run(client: FlaskClient, services: Services) -> None:
    add_batch(services)
    newest = add_batch(services)
    claim(services)
    claim(services, max_running=2)
    assert (client.post(STOP).json or {})["batch_id"] == newest.batch_id


def test_batch_must_be_named_when_several_run_and_none_is_current(client: FlaskClient, services: Services) -> None:
    first, second, looked_at = (add_batch(services) for _ in range(3))
    claim(services)
    claim(services, max_running=2)
    client.put("/api/batches/current", json={"batch_id": looked_at.batch_id})
    answer = client.post(STOP)
    assert answer.status_code == 422
    (fault,) = (answer.json or {})["errors"]
    assert fault["pointer"] == "/batch_id"
    assert first.batch_id in fault["detail"] and second.batch_id in fault["detail"]


def test_queued_batch_is_stopped_at_once_when_named(client: FlaskClient, services: Services) -> None:
    add_batch(services)
    claim(services)
    waiting = add_batch(services)
    answer = client.post(STOP, json={"batch_id": waiting.batch_id})
    assert answer.json == {"success": True, "batch_id": waiting.batch_id, "status": "stopped"}


def test_stop_is_refused_from_idle_when_nothing_runs(client: FlaskClient) -> None:
    answer = client.post(STOP)
    assert answer.status_code == 409
    assert answer.json is not None
    assert (answer.json["from"], answer.json["to"], answer.json["batch_id"]) == ("idle", "stopped", None)


def test_stop_is_refused_with_both_statuses_when_the_batch_has_ended(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    client.post(STOP, json={"batch_id": batch.batch_id})
    answer = client.post(STOP, json={"batch_id": batch.batch_id})
    assert answer.status_code == 409
    assert answer.json is not None
    assert (answer.json["from"], answer.json["to"]) == ("stopped", "stopped")
    assert answer.json["detail"] == f"Batch {batch.batch_id} has ended already (stopped), so it cannot be stopped."


def test_stop_is_refused_when_the_batch_is_unknown(client: FlaskClient) -> None:
    assert client.post(STOP, json={"batch_id": "batch_1_00000000"}).status_code == 404
