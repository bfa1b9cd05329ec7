"""Previews: a template tried through the worker's own gate and checks, without a batch and without a stored sample."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from batch_worker import BatchWorker
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.services import Services
from gristmill.stores import experience
from gristmill.template_files import built_in
from gristmill.template_schema import as_body
from models import Attempt, BatchHistory, Event, Sample
from tests.acceptance.product import wait_until
from tests.conftest import MakeApp
from tests.scripted_provider import ScriptedProvider

URL, DRAFT = "/api/templates/legal-q-a/preview", "/api/templates/preview"
PLACES = ("system", "user", "identity_fields/0")
Mill = tuple[FlaskClient, Services]


@pytest.fixture
def workers() -> Iterator[list[BatchWorker]]:
    started: list[BatchWorker] = []
    yield started
    for worker in started:
        worker.stop()


@pytest.fixture
def start(make_app: MakeApp, scripted: ScriptedProvider, workers: list[BatchWorker]) -> Callable[..., Mill]:
    """Make an application whose worker works, on a provider over HTTP."""

    def begin(**changes: Any) -> Mill:
        limits = {"requests_per_minute": 4, "tokens_per_minute": 0, "request_timeout_s": 10}
        remote = {"provider": "openai_compatible", "base_url": scripted.base_url, "model": "scripted-1"}
        app = make_app(**{**remote, **limits, **changes})
        services: Services = app.extensions["gristmill"]
        workers.append(BatchWorker(services))
        workers[-1].start()
        wait_until(lambda: services.desk.is_open, "the worker to be ready")
        return app.test_client(), services

    return begin


@pytest.fixture
def mill(start: Callable[..., Mill]) -> Mill:
    return start()


def told_by(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


def count(services: Services, model: Any) -> int:
    with services.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def told(services: Services) -> list[dict[str, Any]]:
    with services.database.read() as session:
        rows = session.scalars(select(Event.data).where(Event.kind == experience.PREVIEWED).order_by(Event.id))
        return [json.loads(row) for row in rows]


def test_preview_shows_what_was_sent_and_what_came(mill: Mill) -> None:
    answer = mill[0].post(URL, json={"topic": "Tort Law - Negligence", "difficulty": "basic", "seed": 7})
    shown = told_by(answer)["previews"][0]
    assert shown["messages"][0]["role"] == "system"
    assert "Tort Law - Negligence" in shown["messages"][-1]["content"]
    assert shown["accepted"] and set(shown["sample"]) >= {"question", "answer"}
    assert json.loads(shown["raw"])["question"] == shown["sample"]["question"]
    assert shown["tokens"]["prompt"] > 0 and shown["latency_ms"] >= 0


def test_preview_stores_no_sample_and_tells_one_event(mill: Mill) -> None:
    client, services = mill
    answer = told_by(client.post(URL, json={"count": 3}))
    assert [count(services, model) for model in (BatchHistory, Sample, Attempt)] == [0, 0, 0]
    (fact,) = told(services)
    assert (fact["template"], fact["version"], fact["model"]) == ("Legal Q&A", answer["version"], "scripted-1")
    assert (fact["calls"], fact["accepted"]) == (3, answer["totals"]["accepted"])
    assert fact["prompt_tokens"] == answer["totals"]["tokens"]["prompt"]
    assert len(fact["per_call"]) == 3


def test_preview_shows_the_reason_when_a_candidate_is_refused(mill: Mill, scripted: ScriptedProvider) -> None:
    scripted.script(default={"kind": "too_short"})
    shown = told_by(mill[0].post(URL, json={}))["previews"][0]
    assert not shown["accepted"]
    assert shown["reason"] and shown["message"]
    assert shown["raw"]


def test_preview_asks_the_same_when_the_seed_is_the_same(mill: Mill) -> None:
    first, second = (told_by(mill[0].post(URL, json={"seed": 11, "count": 2})) for _ in range(2))
    assert [one["messages"] for one in first["previews"]] == [one["messages"] for one in second["previews"]]
    assert first["previews"][0]["messages"] != first["previews"][1]["messages"]


def test_preview_tries_a_definition_that_is_not_saved(mill: Mill) -> None:
    client, services = mill
    definition = {**as_body(built_in()[DEFAULT_TEMPLATE].definition), "user": "About {{ topic }}. Mind the gap."}
    answer = told_by(client.post(URL, json={"definition": definition}))
    assert answer["version"] is None
    assert answer["previews"][0]["messages"][-1]["content"].endswith("Mind the gap.")
    assert told(services)[0]["version"] is None


@pytest.mark.parametrize("url", [URL, DRAFT])
def test_preview_names_the_places_when_a_definition_is_wrong(mill: Mill, url: str) -> None:
    wrong = {"system": "Hello\n{{ persona }}", "user": "{{ topic", "identity_fields": ["rid"]}
    definition = {**as_body(built_in()[DEFAULT_TEMPLATE].definition), **wrong}
    answer = told_by(mill[0].post(url, json={"definition": definition}), 422)
    assert {fault["pointer"] for fault in answer["errors"]} == {f"/definition/{place}" for place in PLACES}
    assert "definition/system: line 2: persona is not known; there are angle, " in answer["detail"]
    assert told(mill[1]) == []


def test_preview_needs_no_template_when_a_definition_is_given(mill: Mill) -> None:
    client, services = mill
    definition = {**as_body(built_in()[DEFAULT_TEMPLATE].definition), "name": "Riddle", "small": None}
    answer = told_by(client.post(DRAFT, json={"definition": definition, "topic": "Bees", "count": 2}))
    assert (answer["template"], answer["version"], len(answer["previews"])) == ("Riddle", None, 2)
    assert "Bees" in answer["previews"][0]["messages"][-1]["content"]
    assert client.get("/api/templates/riddle").status_code == 404
    assert (told(services)[0]["template"], told(services)[0]["calls"]) == ("Riddle", 2)


def test_preview_is_refused_when_the_definition_enriches(mill: Mill) -> None:
    definition = as_body(built_in()["Add Rationale"].definition)
    answer = told_by(mill[0].post(DRAFT, json={"definition": definition}), 422)
    assert [fault["pointer"] for fault in answer["errors"]] == ["/definition/kind"]


def test_preview_needs_a_definition_when_no_template_is_named(mill: Mill) -> None:
    answer = told_by(mill[0].post(DRAFT, json={"count": 1}), 422)
    assert answer["errors"] == [{"pointer": "/definition", "detail": "this field is needed"}]


def test_preview_goes_without_a_topic_when_the_text_can(mill: Mill) -> None:
    text = "{% if topic %}Topic: {{ topic }}{% else %}About anything.{% endif %}"
    definition = {**as_body(built_in()[DEFAULT_TEMPLATE].definition), "user": text, "taxonomy": None, "small": None}
    shown = told_by(mill[0].post(URL, json={"definition": definition}))["previews"][0]
    assert (shown["messages"][-1]["content"], shown["topic"]) == ("About anything.", "general")


def test_preview_is_refused_when_topic_or_source_make_no_sense(mill: Mill) -> None:
    client = mill[0]
    upload = {"file": (BytesIO(b"city\nLeeds\n"), "towns.csv")}
    source_id = client.post("/api/sources", data=upload).get_json()["source_id"]
    definition = {**as_body(built_in()[DEFAULT_TEMPLATE].definition), "taxonomy": None}
    answer = told_by(client.post(URL, json={"definition": definition, "source_id": source_id}), 422)
    assert [fault["pointer"] for fault in answer["errors"]] == ["/source_id", "/topic"]


def test_preview_is_refused_when_the_quota_needs_longer(mill: Mill) -> None:
    assert mill[0].post(URL, json={"count": 4}).status_code == 200
    answer = mill[0].post(URL, json={"max_wait_s": 0})
    assert told_by(answer, 503)["type"] == "/problems/quota-used-up"
    assert 1 <= int(answer.headers["Retry-After"]) <= 61


def test_preview_shows_what_was_answered_when_the_quota_ends_midway(mill: Mill) -> None:
    answer = told_by(mill[0].post(URL, json={"count": 5, "max_wait_s": 0}))
    assert [one["reason"] for one in answer["previews"]] == [None] * 4 + ["quota_used_up"]
    assert answer["totals"]["calls"] == 4


def test_preview_answers_502_when_the_provider_refuses(mill: Mill, scripted: ScriptedProvider) -> None:
    scripted.script(default={"kind": "status", "status": 401})
    answer = mill[0].post(URL, json={})
    assert told_by(answer, 502)["detail"].startswith("authentication:")


def test_preview_ends_when_the_provider_hangs(start: Callable[..., Mill], scripted: ScriptedProvider) -> None:
    client, services = start(request_timeout_s=0.3)
    scripted.script(default={"kind": "hang"})
    answer = client.post(URL, json={"max_wait_s": 0})
    assert answer.status_code == 502
    (fact,) = told(services)
    assert fact["calls"] in (1, 2)  # a second one may have begun when the first has timed out
    assert (fact["accepted"], fact["per_call"]) == (0, [])


def test_preview_is_cut_off_when_the_worker_stops(
    mill: Mill, scripted: ScriptedProvider, workers: list[BatchWorker]
) -> None:
    client, services = mill
    scripted.script(default={"kind": "hang"})
    with ThreadPoolExecutor(1) as clients:
        asked = clients.submit(client.post, URL, json={})
        wait_until(lambda: scripted.stats()["in_flight"] == 1, "the call to be out")
        workers[-1].stop()
        assert asked.result(30).status_code in (502, 503)
    assert told(services)[0]["calls"] == 1


def test_preview_is_judged_when_the_template_has_a_judge(mill: Mill, scripted: ScriptedProvider) -> None:
    client, services = mill
    scripted.script(rules={"Score it by these criteria": {"kind": "judge", "score": 0.25}})
    rubric = {"rubric": [{"name": "clear", "description": "It is clear."}], "threshold": 0.5}
    definition = {**as_body(built_in()[DEFAULT_TEMPLATE].definition), "judge": rubric}
    answer = told_by(client.post(URL, json={"definition": definition}))
    shown = answer["previews"][0]
    assert (shown["accepted"], shown["reason"], shown["scores"]) == (False, "judge", {"clear": 0.25})
    assert shown["sample"]["question"]
    fact = told(services)[0]
    assert fact["judge_tokens"] == shown["tokens"]["judge"] == answer["totals"]["tokens"]["judge"] > 0
    assert fact["calls"] == 2


def test_preview_of_an_unknown_template_is_not_found(mill: Mill) -> None:
    assert mill[0].post("/api/templates/nobody/preview", json={}).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"count": 6}, "/count"),
        ({"parameters": {"colour": "red"}}, "/parameters/colour"),
        ({"source_id": "src_000000000000"}, "/source_id"),
        ({"difficulty": "hardest"}, "/difficulty"),
    ],
)
def test_preview_names_the_field_when_the_body_is_wrong(mill: Mill, body: dict[str, Any], pointer: str) -> None:
    answer = mill[0].post(URL, json=body)
    assert [fault["pointer"] for fault in told_by(answer, 422)["errors"]] == [pointer]


def test_preview_needs_a_worker(client: FlaskClient) -> None:
    answer = client.post(URL, json={"provider": "embedded"})
    assert told_by(answer, 503)["type"] == "/problems/worker-absent"


def test_gate_knows_of_previews_after_a_restart(mill: Mill) -> None:
    client, services = mill
    client.post(URL, json={"count": 2})
    with services.database.read() as session:
        now = services.clock.time()
        calls = experience.previewed_since(session, "openai_compatible", "scripted-1", since=now - 60)
        others = experience.previewed_since(session, "openai_compatible", "other", since=now - 60)
    used = told(services)[0]
    assert [tokens for _, tokens in calls] == [sum((one[0], one[2])) for one in used["per_call"]]
    assert others == []
