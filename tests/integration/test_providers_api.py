"""The list of providers: what is set up, what is missing, and what is used of the limits."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from gristmill.providers.registry import PROVIDER_NAMES, build_provider, counts_cached_tokens, is_limited
from gristmill.services import Services
from gristmill.stores import provider_use
from gristmill.stores.experience import PREVIEWED
from tests.conftest import MakeApp, MakeSettings
from tests.makers import add_batch
from tests.rows import NOW, plans, put_attempts, put_batch

GROQ, GROQ_MODEL = "groq", "llama-3.3-70b-versatile"
KEY, SECRET = "gsk_0123456789abcdef", "hunter2hunter2"
OWN: dict[str, Any] = {"base_url": f"http://somebody:{SECRET}@127.0.0.1:9/v1", "model": "own-1"}


def shown(client: FlaskClient) -> dict[str, dict[str, Any]]:
    answer = client.get("/api/providers")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one for one in answer.get_json()["providers"]}


def test_every_provider_is_listed_with_its_default_model(client: FlaskClient) -> None:
    found = shown(client)
    assert list(found) == list(PROVIDER_NAMES)
    assert [one["default_model"] for one in found.values()] == [GROQ_MODEL, None, "smollm2-135m-instruct"]
    assert [one["demo"] for one in found.values()] == [False, False, True]


def test_remedy_says_what_is_missing_when_a_provider_is_not_configured(client: FlaskClient) -> None:
    found = shown(client)
    assert [one["configured"] for one in found.values()] == [False, False, True]
    assert "GROQ_API_KEY" in found[GROQ]["remedy"]
    assert "GRISTMILL_BASE_URL" in found["openai_compatible"]["remedy"]
    assert found["embedded"]["remedy"] is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, "embedded"), ({"groq_api_key": KEY}, "groq"), ({"provider": "openai_compatible"}, "openai_compatible")],
)
def test_default_is_that_of_the_settings(make_app: MakeApp, changes: dict[str, Any], expected: str) -> None:
    assert make_app(**changes).test_client().get("/api/providers").get_json()["default"] == expected


def test_neither_key_nor_address_is_shown(make_app: MakeApp) -> None:
    client = make_app(groq_api_key=KEY, api_key=SECRET, groq_base_url="http://hidden.test/v1", **OWN).test_client()
    told = client.get("/api/providers").text
    assert all(one["configured"] for one in shown(client).values())
    assert not any(word in told for word in (KEY, SECRET, "somebody", "127.0.0.1", "hidden.test"))


def test_limits_are_those_of_the_settings_and_none_where_they_say_0(make_app: MakeApp) -> None:
    found = shown(make_app(requests_per_minute=30, tokens_per_minute=0, requests_per_day=1000).test_client())
    expected = {
        "requests_per_minute": 30,
        "tokens_per_minute": None,
        "requests_per_day": 1000,
        "tokens_per_day": None,
    }
    assert found[GROQ]["limits"] == found["openai_compatible"]["limits"] == expected
    assert set(found["embedded"]["limits"].values()) == {None}


@pytest.mark.parametrize("name", PROVIDER_NAMES)
def test_what_is_said_of_a_provider_is_what_it_says_itself(make_settings: MakeSettings, name: str) -> None:
    provider = build_provider(name, make_settings(groq_api_key=KEY, **OWN))
    assert is_limited(name) == provider.limited
    assert counts_cached_tokens(name) == provider.cached_tokens_count


def test_models_are_the_default_and_those_of_batches_newest_first(client: FlaskClient, services: Services) -> None:
    for model in ("old", "newer", "old", "newest", GROQ_MODEL):
        add_batch(services, provider=GROQ, model=model)
    add_batch(services, provider="openai_compatible", model="elsewhere")
    found = shown(client)
    assert found[GROQ]["models"] == [GROQ_MODEL, "newest", "old", "newer"]
    assert found["openai_compatible"]["models"] == ["elsewhere"]


def test_at_most_20_models_are_named_when_there_are_more(client: FlaskClient, services: Services) -> None:
    for number in range(25):
        add_batch(services, provider=GROQ, model=f"m{number}")
    models = shown(client)[GROQ]["models"]
    assert (len(models), models[1], models[-1]) == (20, "m24", "m6")


def use_of(services: Services, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"now": NOW, "cached_count": False, **changes}
    with services.database.read() as session:
        return provider_use.used(session, GROQ, "m", **given)


def test_calls_count_in_the_windows_that_they_began_in(services: Services) -> None:
    batch_pk = put_batch(services.database)
    for number, ago_s in enumerate((1, 59, 61, 86_399, 86_401), start=1):
        put_attempts(services.database, batch_pk, [number], started_at=NOW - ago_s)
    put_attempts(services.database, batch_pk, [6], started_at=NOW - 1, model="another")
    put_attempts(services.database, batch_pk, [7], started_at=NOW - 1, provider="openai_compatible")
    assert use_of(services) == {"minute": {"requests": 2, "tokens": 200}, "day": {"requests": 4, "tokens": 400}}


@pytest.mark.parametrize(("cached_count", "expected"), [(True, 100), (False, 70)])
def test_cached_tokens_count_only_where_the_provider_counts_them(
    services: Services, cached_count: bool, expected: int
) -> None:
    put_attempts(services.database, put_batch(services.database), [1], cached_tokens=30)
    assert use_of(services, cached_count=cached_count)["minute"] == {"requests": 1, "tokens": expected}


def test_calls_of_previews_count_though_they_are_in_no_attempt(services: Services) -> None:
    told = {"provider": GROQ, "model": "m", "per_call": [[60, 0, 40, 500, 1], [50, 0, 0, 500, 0]]}
    with services.database.write() as session:
        services.log.append(session, PREVIEWED, data=told)
    used = use_of(services, now=services.clock.time() + 1)
    assert used == {"minute": {"requests": 2, "tokens": 150}, "day": {"requests": 2, "tokens": 150}}


def test_default_models_use_is_shown(client: FlaskClient, services: Services) -> None:
    recent = {"provider": GROQ, "model": GROQ_MODEL, "started_at": services.clock.time() - 1}
    put_attempts(services.database, put_batch(services.database), [1, 2], **recent)
    assert shown(client)[GROQ]["used"]["day"] == {"requests": 2, "tokens": 200}
    assert shown(client)["embedded"]["used"]["day"] == {"requests": 0, "tokens": 0}


def test_use_is_read_by_the_index_of_provider_model_and_time(services: Services) -> None:
    told = [plan for plan in plans(services.database, lambda: use_of(services)) if "attempts" in plan]
    assert told
    assert all("ix_attempts_provider_model_started_at (provider=? AND model=? AND started_at>?)" in one for one in told)
