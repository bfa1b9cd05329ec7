"""Estimates before a start: what they rest on, what they add up, and that a wrong body is refused as a start's is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from sqlalchemy import select, text

from batch_worker import BatchWorker
from gristmill.lifecycle import BatchStatus
from gristmill.outcome import Fate, Usage
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.services import Services
from gristmill.stores import batches, experience
from gristmill.stores.experience import Subject
from models import BatchHistory, Event
from tests.acceptance.product import wait_until
from tests.conftest import MakeApp
from tests.makers import add_batch, claim, kept, rejected, store
from tests.scripted_provider import ScriptedProvider

URL = "/api/generate/batch/estimate"
REMOTE = {"provider": "openai_compatible", "base_url": "http://127.0.0.1:9/v1", "model": "scripted-1"}
PRICES = '{"openai_compatible/scripted-1": {"input": 1.0, "output": 2.0}}'
SUBJECT = Subject(template=DEFAULT_TEMPLATE, version=1, provider="openai_compatible", model="scripted-1")

Estimate = Callable[..., dict[str, Any]]


def asking(app: OpenAPI, *, preview: str = "never") -> Estimate:
    """Make what asks the application for an estimate of 100 samples, unless the body says otherwise."""

    def estimate(**body: Any) -> dict[str, Any]:
        wanted = body if {"items", "matrix"} & set(body) else {"target_count": 100, **body}
        answer = app.test_client().post(f"{URL}?preview={preview}", json=wanted)
        assert answer.status_code == 200, answer.text
        found: Any = answer.json
        return dict(found)

    return estimate


def remember(app: OpenAPI, *, accepted: int, refused: int, seconds: float = 2.0, **changes: Any) -> None:
    """Store a batch whose calls each took 600 prompt and 400 completion tokens."""
    services: Services = app.extensions["gristmill"]
    batch = add_batch(services, target_count=accepted + refused + 1)
    claim(services)
    used = {"usage": Usage(600, 400), "latency_ms": round(seconds * 1000), **changes}
    good = [kept(slot, **used) for slot in range(accepted)]
    store(services, batch, *good, *[rejected(slot, **used) for slot in range(accepted, accepted + refused)])
    with services.database.write() as session:
        row = session.get_one(BatchHistory, batch.id)
        batches.end(session, services.log, row, BatchStatus.STOPPED, reason="Enough.")


def test_estimate_rests_on_history_when_there_is_some(make_app: MakeApp) -> None:
    app = make_app(**REMOTE, prices=PRICES)
    remember(app, accepted=80, refused=20)
    found = asking(app)()
    assert (found["basis"], found["target_count"], found["preview"]) == ("history", 100, None)
    assert found["total"]["calls"]["expected"] == 125
    assert found["total"]["prompt_tokens"]["expected"] == 75_000
    assert found["total"]["completion_tokens"]["expected"] == 50_000
    assert found["per_sample"]["total_tokens"]["expected"] == 1250
    assert found["total"]["cost_usd"]["total"]["expected"] == pytest.approx(0.175)
    assert found["parts"][0]["calls_known"] == 100
    assert found["parts"][0]["acceptance_rate"]["expected"] == 0.8


def test_every_range_holds_what_is_expected(make_app: MakeApp) -> None:
    app = make_app(**REMOTE, prices=PRICES)
    remember(app, accepted=7, refused=3)
    total = asking(app)()["total"]
    ranges = [total[name] for name in ("calls", "prompt_tokens", "completion_tokens", "total_tokens", "duration_s")]
    for one in [*ranges, total["cost_usd"]["total"]]:
        assert one["low"] < one["expected"] < one["high"]


def test_estimate_takes_another_version_when_this_one_was_never_called(make_app: MakeApp) -> None:
    app = make_app(**REMOTE)
    remember(app, accepted=5, refused=0)
    with app.extensions["gristmill"].database.write() as session:
        session.execute(text("UPDATE items SET template_version = 9"))
    found = asking(app)()
    assert (found["basis"], found["parts"][0]["same_version"]) == ("history", False)
    assert any("other versions" in note for note in found["notes"])


def test_history_of_another_model_says_nothing(make_app: MakeApp) -> None:
    app = make_app(**REMOTE)
    remember(app, accepted=5, refused=0)
    assert asking(app)(model="other-1")["basis"] == "template"


def test_estimate_is_guessed_from_the_text_when_nothing_was_called(make_app: MakeApp) -> None:
    found = asking(make_app(**REMOTE))()
    assert found["basis"] == "template"
    tokens = found["total"]["total_tokens"]
    assert tokens["high"] > 2 * tokens["expected"] > 4 * tokens["low"] > 0
    assert any("guessed from its text" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("limits", "binding", "seconds"),
    [
        ({"requests_per_minute": 25}, "requests_per_minute", 3 * 60.5 + 2),
        ({"tokens_per_minute": 10_300}, "tokens_per_minute", 9 * 60.5 + 2),
        ({"requests_per_day": 40}, "requests_per_day", 2 * 86_400.5 + 2),
        ({"tokens_per_day": 51_000}, "tokens_per_day", 86_400.5 + 2),
        ({"max_concurrency": 4}, "concurrency", 50.0),
    ],
)
def test_limit_that_binds_is_named(make_app: MakeApp, limits: dict[str, int], binding: str, seconds: float) -> None:
    app = make_app(**REMOTE, **{"requests_per_minute": 0, "tokens_per_minute": 0, **limits})
    remember(app, accepted=100, refused=0)
    found = asking(app)()
    assert found["binding_limit"] == binding
    assert found["total"]["duration_s"]["expected"] == seconds
    assert found["limits"][0]["alone_s"]["expected"] == seconds
    assert {one["limit"] for one in found["limits"]} == {binding, "concurrency"}


def test_money_is_null_when_no_price_is_known(make_app: MakeApp) -> None:
    found = asking(make_app(**REMOTE))()
    assert found["total"]["cost_usd"]["total"] is found["per_sample"]["cost_usd"] is None
    assert found["prices"] == {"openai_compatible/scripted-1": None}
    assert any("No price is known" in note for note in found["notes"])


def test_embedded_model_costs_nothing(app: OpenAPI) -> None:
    found = asking(app)(provider="embedded")
    assert found["total"]["cost_usd"]["total"] == {"expected": 0.0, "low": 0.0, "high": 0.0}
    assert (found["binding_limit"], found["demo"]) == ("concurrency", True)


def test_parts_of_several_templates_add_up(make_app: MakeApp) -> None:
    app = make_app(**REMOTE, prices=PRICES)
    remember(app, accepted=50, refused=0)
    items = [{"target_count": 10}, {"target_count": 20, "template": "Preference Pair"}, {"target_count": 5}]
    found = asking(app)(items=items)
    assert (found["parts"][0]["template"], found["parts"][0]["target_count"]) == (DEFAULT_TEMPLATE, 15)
    assert [part["basis"] for part in found["parts"]] == ["history", "template"]
    assert (found["target_count"], found["basis"]) == (35, "template")
    calls = sum(part["calls"]["expected"] for part in found["parts"])
    assert found["total"]["calls"]["expected"] == calls


def test_judge_and_enrichment_are_counted_apart(make_app: MakeApp) -> None:
    app = make_app(**REMOTE, prices=PRICES)
    remember(app, accepted=100, refused=0)
    rubric = [{"name": "clear", "description": "It is clear."}]
    plain = asking(app)()
    found = asking(app)(judge={"rubric": rubric}, enrich={"template": "translate"})
    costs = found["total"]["cost_usd"]
    assert found["total"]["judge_calls"]["expected"] == 100
    assert costs["generation"] == plain["total"]["cost_usd"]["generation"]
    assert costs["judge"]["expected"] > 0 and costs["enrichment"]["expected"] > 0
    parts = sum(costs[name]["expected"] for name in ("generation", "judge", "enrichment"))
    assert costs["total"]["expected"] == pytest.approx(parts)
    assert found["total"]["duration_s"]["expected"] > plain["total"]["duration_s"]["expected"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/target_count"),
        ({"target_count": 0}, "/target_count"),
        ({"target_count": 5, "template": "nobody"}, "/template"),
        ({"target_count": 5, "parameters": {"colour": "red"}}, "/parameters/colour"),
    ],
)
def test_wrong_body_is_refused_as_by_a_start(client: FlaskClient, body: dict[str, Any], pointer: str) -> None:
    told: list[Any] = [client.post(url, json=body).json for url in (URL, "/api/generate/batch/start")]
    assert [answer["status"] for answer in told] == [422, 422]
    assert told[0]["errors"] == told[1]["errors"]
    assert told[0]["errors"][0]["pointer"] == pointer


def test_estimate_puts_nothing_into_the_queue(make_app: MakeApp) -> None:
    app = make_app(**REMOTE)
    asking(app)()
    with app.extensions["gristmill"].database.read() as session:
        assert session.scalar(select(BatchHistory.id)) is None


def test_estimate_tells_the_place_in_the_queue(make_app: MakeApp) -> None:
    app = make_app(**REMOTE)
    services: Services = app.extensions["gristmill"]
    add_batch(services, target_count=30, priority=5)
    add_batch(services, target_count=50)
    assert asking(app)()["queue"] == {"position": 3, "samples_ahead": 80, "estimated_start_at": None}
    assert asking(app)(priority=1)["queue"]["position"] == 2
    assert asking(app)(drive="client")["queue"] is None


def test_first_batch_would_start_now(make_app: MakeApp) -> None:
    queue = asking(make_app(**REMOTE))()["queue"]
    assert (queue["position"], queue["samples_ahead"]) == (1, 0)
    assert queue["estimated_start_at"]


def test_estimate_says_why_nothing_could_be_tried(make_app: MakeApp) -> None:
    found = asking(make_app(**REMOTE), preview="auto")()
    assert (found["basis"], found["preview"]) == ("template", None)
    assert any("No worker is at work" in note for note in found["notes"])


@pytest.fixture
def working(make_app: MakeApp, scripted: ScriptedProvider) -> Iterator[OpenAPI]:
    app = make_app(**{**REMOTE, "base_url": scripted.base_url}, prices=PRICES)
    services: Services = app.extensions["gristmill"]
    worker = BatchWorker(services)
    worker.start()
    wait_until(lambda: services.desk.is_open, "the worker to be ready")
    yield app
    worker.stop()


def test_unknown_template_is_tried_with_two_calls_once(working: OpenAPI, scripted: ScriptedProvider) -> None:
    first = asking(working, preview="auto")()
    assert (first["basis"], first["preview"]["calls"], first["parts"][0]["calls_known"]) == ("preview", 2, 2)
    assert first["preview"]["tokens"]["prompt"] > 0 and first["preview"]["cost_usd"] > 0
    again = asking(working, preview="auto")()
    assert (again["basis"], again["preview"]) == ("preview", None)
    assert scripted.stats()["calls"] == 2


def test_calls_of_a_preview_are_an_event(working: OpenAPI) -> None:
    asking(working, preview="auto")()
    with working.extensions["gristmill"].database.read() as session:
        assert session.scalars(select(Event.kind)).all() == [experience.PREVIEWED]


def test_only_answered_calls_are_experience(make_app: MakeApp) -> None:
    app = make_app(**REMOTE)
    remember(app, accepted=4, refused=1)
    remember(app, accepted=0, refused=3, fate=Fate.FAILED, reason="timeout")
    with app.extensions["gristmill"].database.read() as session:
        found = experience.of_attempts(session, SUBJECT)
    assert [call.accepted for call in found] == [False] + [True] * 4


def test_experience_reads_by_index(services: Services) -> None:
    with services.database.read() as session:
        query = experience._items(SUBJECT).compile(session.bind, compile_kwargs={"literal_binds": True})
        plan = [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    assert any("ix_items_template" in step for step in plan)
    assert not any(step.startswith("SCAN items") for step in plan)
