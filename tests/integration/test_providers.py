"""Both HTTP edges against a real server that misbehaves as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from gristmill.errors import FailureKind as Kind
from gristmill.errors import ProviderError, ProviderNotConfigured
from gristmill.limits.window import RatePair
from gristmill.providers.base import ChatReply, ChatRequest, Message, Provider
from gristmill.providers.groq import GroqProvider
from gristmill.providers.openai_compatible import OpenAICompatible
from gristmill.providers.registry import build_provider, default_model_of, is_configured
from gristmill.settings import Settings
from tests.scripted_provider import ScriptedProvider

KEY = "test-key-0123456789"
SCHEMA = {"type": "object", "properties": {"question": {"type": "string"}}, "required": ["question"]}
Make = Callable[[ScriptedProvider], Provider]


def groq(server: ScriptedProvider, *, key: str = KEY, timeout_s: float = 30) -> Provider:
    return GroqProvider(api_key=key, base_url=server.groq_base_url, timeout_s=timeout_s)


def raw(server: ScriptedProvider, *, key: str = KEY, timeout_s: float = 30, stream: bool = False) -> Provider:
    return OpenAICompatible(
        base_url=server.base_url, api_key=key, default_model="m", timeout_s=timeout_s, stream=stream
    )


def streaming(server: ScriptedProvider, *, key: str = KEY, timeout_s: float = 30) -> Provider:
    return raw(server, key=key, timeout_s=timeout_s, stream=True)


EDGES = pytest.mark.parametrize("make", [groq, raw, streaming])


@pytest.fixture(scope="module")
def shared_server() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(key=KEY) as server:
        yield server


@pytest.fixture
def server(shared_server: ScriptedProvider) -> ScriptedProvider:
    shared_server.reset()
    return shared_server


def request(model: str = "m") -> ChatRequest:
    return ChatRequest(model=model, messages=(Message("user", "Write one sample as JSON."),), schema=SCHEMA)


def run(provider: Provider, work: Callable[[Provider], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        try:
            return await work(provider)
        finally:
            await provider.aclose()

    return asyncio.run(whole())


def ask(provider: Provider, model: str = "m") -> ChatReply:
    reply: ChatReply = run(provider, lambda it: it.chat(request(model)))
    return reply


def fail(provider: Provider) -> ProviderError:
    with pytest.raises(ProviderError) as failed:
        ask(provider)
    assert KEY not in str(failed.value) and len(failed.value.message) <= 300
    return failed.value


@EDGES
def test_reply_comes_back_when_all_is_well(server: ScriptedProvider, make: Make) -> None:
    server.script({"kind": "ok", "tokens": [120, 80]})
    reply = ask(make(server))
    assert '"question": "Acting for claimant number' in reply.text
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.finish_reason) == (120, 80, "stop")


@EDGES
@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        ({"kind": "status", "status": 400}, Kind.BAD_REQUEST),
        ({"kind": "status", "status": 403}, Kind.PERMISSION),
        ({"kind": "status", "status": 404}, Kind.MODEL_NOT_FOUND),
        ({"kind": "status", "status": 500}, Kind.SERVER_ERROR),
        ({"kind": "status", "status": 503}, Kind.SERVER_ERROR),
        ({"kind": "status", "status": 302}, Kind.MODEL_NOT_FOUND),
        ({"kind": "content_filter"}, Kind.CONTENT_FILTERED),
        ({"kind": "drop"}, Kind.CONNECTION),
        ({"kind": "reset_mid_body"}, Kind.CONNECTION),
    ],
)
def test_failure_has_its_kind_when_the_server_misbehaves(
    server: ScriptedProvider, make: Make, behaviour: dict[str, Any], kind: Kind
) -> None:
    server.script(behaviour)
    assert fail(make(server)).kind is kind
    assert server.stats()["calls"] == 1  # no retry below the limiter


@EDGES
def test_retry_after_is_kept_when_rate_limited(server: ScriptedProvider, make: Make) -> None:
    server.script({"kind": "status", "status": 429, "retry_after": 90})
    error = fail(make(server))
    assert (error.kind, error.status, error.retry_after_s) == (Kind.RATE_LIMITED, 429, 90.0)
    assert server.stats()["calls"] == 1


@pytest.mark.parametrize("make", [groq, raw])
@pytest.mark.parametrize("kind", ["malformed_json", "empty_choices"])
def test_reply_is_malformed_when_the_body_is(server: ScriptedProvider, make: Make, kind: str) -> None:
    server.script({"kind": kind})
    assert fail(make(server)).kind is Kind.MALFORMED_REPLY


@EDGES
def test_cut_off_text_is_passed_on_when_the_model_ran_out_of_tokens(server: ScriptedProvider, make: Make) -> None:
    server.script({"kind": "truncated_json"})
    assert ask(make(server)).finish_reason == "length"


@pytest.mark.parametrize("make", [groq, raw, streaming])
def test_key_is_refused_when_it_is_wrong(server: ScriptedProvider, make: Callable[..., Provider]) -> None:
    wrong = "gsk_wrong0123456789wrong0123456789"
    error = fail(make(server, key=wrong))
    assert error.kind is Kind.AUTHENTICATION and wrong not in error.message


@pytest.mark.parametrize("make", [groq, raw, streaming])
def test_call_times_out_when_the_server_is_silent(server: ScriptedProvider, make: Callable[..., Provider]) -> None:
    server.script({"kind": "hang"})
    assert fail(make(server, timeout_s=0.2)).kind is Kind.TIMEOUT


@EDGES
def test_connection_fails_when_nobody_listens(make: Make) -> None:
    with ScriptedProvider() as gone:
        pass
    assert fail(make(gone)).kind is Kind.CONNECTION


@EDGES
def test_server_sees_the_client_leave_when_a_call_is_cancelled(server: ScriptedProvider, make: Make) -> None:
    server.script({"kind": "hang"})

    async def cancel(provider: Provider) -> dict[str, Any]:
        call = asyncio.create_task(provider.chat(request()))
        await stats_until(server, lambda told: told["in_flight"] == 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        return await stats_until(server, lambda told: told["in_flight"] == 0)

    assert run(make(server), cancel)["aborted"] == 1


async def stats_until(server: ScriptedProvider, enough: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while not enough(told := await asyncio.to_thread(server.stats)):
            await asyncio.sleep(0.01)
    return told


def seen_formats(server: ScriptedProvider) -> list[str | None]:
    return [call["response_format"] for call in server.stats()["calls_log"]]


def climb_down(provider: Provider, calls: int) -> list[Kind | None]:
    async def work(it: Provider) -> list[Kind | None]:
        kinds: list[Kind | None] = []
        for _ in range(calls):
            try:
                await it.chat(request())
                kinds.append(None)
            except ProviderError as error:
                kinds.append(error.kind)
        return kinds

    kinds: list[Kind | None] = run(provider, work)
    return kinds


def test_ladder_is_remembered_when_formats_are_refused(server: ScriptedProvider) -> None:
    server.script(default={"kind": "unsupported_format"})
    assert climb_down(raw(server), 4) == [Kind.UNSUPPORTED_FORMAT, Kind.UNSUPPORTED_FORMAT, None, None]
    assert seen_formats(server) == ["json_schema", "json_object", None, None]


def test_ladder_stops_at_json_mode_when_only_schemas_are_refused(server: ScriptedProvider) -> None:
    server.script(default={"kind": "unsupported_format", "levels": ["json_schema"]})
    assert climb_down(raw(server), 3) == [Kind.UNSUPPORTED_FORMAT, None, None]


@pytest.mark.parametrize(
    ("model", "wanted"),
    [
        ("llama-3.3-70b-versatile", "json_object"),
        ("openai/gpt-oss-120b", "json_schema"),
        ("moonshotai/kimi-k2-instruct", "json_schema"),
    ],
)
def test_groq_starts_the_ladder_where_the_model_stands(server: ScriptedProvider, model: str, wanted: str) -> None:
    ask(groq(server), model)
    assert seen_formats(server) == [wanted]


@pytest.mark.parametrize(("make", "dialect", "per"), [(groq, "groq", "day"), (raw, "openai", "minute")])
def test_rate_headers_are_read_from_real_answers(make: Make, dialect: str, per: str) -> None:
    with ScriptedProvider(key=KEY, rpm=50, tpm=5000, x_ratelimit=dialect) as limited:
        rate = ask(make(limited)).rate
    assert rate is not None and rate.requests is not None and rate.tokens is not None
    assert rate.requests.per == per
    assert rate.tokens == RatePair(5000, 4700, rate.tokens.reset_s, "minute")


def test_server_enforces_its_quota_when_told_to() -> None:
    with ScriptedProvider(rpm=2) as limited:
        kinds = climb_down(raw(limited), 3)
        stats = limited.stats()
    assert kinds == [None, None, Kind.RATE_LIMITED] and stats["rejected_429"] == 1


@pytest.mark.parametrize("make", [groq, raw])
def test_many_calls_run_at_once_when_the_provider_has_no_bound_of_its_own(server: ScriptedProvider, make: Make) -> None:
    server.script(default={"kind": "hang"})

    async def flood(it: Provider) -> int:
        calls = [asyncio.create_task(it.chat(request())) for _ in range(150)]
        told = await stats_until(server, lambda told: told["in_flight"] == 150)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        return int(told["max_in_flight"])

    assert run(make(server), flood) == 150  # more than the 100 connections that the SDK allows by default


def settings(**values: Any) -> Settings:
    nothing = {"groq_api_key": None, "base_url": None, "api_key": None, "model": None, "embedded_model_path": None}
    return Settings(**{"_env_file": None, **nothing, **values})


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("groq", "GROQ_API_KEY"),
        ("openai_compatible", "GRISTMILL_BASE_URL"),
        ("other", "groq, openai_compatible, embedded"),
    ],
)
def test_missing_setting_is_named_when_a_provider_is_not_set_up(name: str, variable: str) -> None:
    with pytest.raises(ProviderNotConfigured, match=variable):
        build_provider(name, settings())
    assert not is_configured(name, settings())


def test_registry_builds_each_provider_when_it_is_set_up(server: ScriptedProvider) -> None:
    told = settings(groq_api_key="k", base_url=server.base_url, api_key=KEY, model="own")
    for name, model in (("groq", "llama-3.3-70b-versatile"), ("openai_compatible", "own")):
        provider = build_provider(name, told)
        assert (provider.name, provider.default_model, default_model_of(name, told)) == (name, model, model)
        assert provider.limited and not provider.demo


def test_built_provider_answers_when_it_is_asked(server: ScriptedProvider) -> None:
    provider = build_provider("openai_compatible", settings(base_url=server.base_url, api_key=KEY))
    assert ask(provider).text and not provider.default_model


@EDGES
def test_body_of_an_answer_is_kept_when_it_is_good(server: ScriptedProvider, make: Make) -> None:
    reply: ChatReply = run(make(server), lambda provider: provider.chat(request()))
    assert b"choices" in reply.raw
    assert KEY.encode() not in reply.raw


@EDGES
def test_body_of_a_refusal_is_kept_without_the_key_when_the_service_repeats_it(
    server: ScriptedProvider, make: Make
) -> None:
    server.script({"kind": "status", "status": 401, "error": {"message": f"Incorrect API key: {KEY}"}})
    with pytest.raises(ProviderError) as failed:
        run(make(server), lambda provider: provider.chat(request()))
    assert b"Incorrect API key: [hidden]" in (failed.value.raw or b"")


def test_begun_body_is_kept_when_a_stream_ends_in_the_middle(server: ScriptedProvider) -> None:
    server.script({"kind": "reset_mid_body"})
    with pytest.raises(ProviderError) as failed:
        run(streaming(server), lambda provider: provider.chat(request()))
    assert failed.value.kind is Kind.CONNECTION
