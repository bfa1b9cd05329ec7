"""What goes over the wire and how it is read back: bodies, the ladder of formats, replies, streams, quota headers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gristmill.errors import FailureKind as Kind
from gristmill.errors import ProviderError
from gristmill.limits.window import RatePair
from gristmill.outcome import Usage
from gristmill.plan import Plan
from gristmill.prompts import DEFAULT_TEMPLATE, render
from gristmill.providers.base import ChatRequest, Message
from gristmill.providers.formats import FormatLevel, Manner, Manners, hint, response_format, strict_schema
from gristmill.providers.rate_headers import parse_duration_s, read_rate_headers
from gristmill.providers.wire import StreamedReply, parse_reply, request_body
from gristmill.template_files import built_in

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "question": {"type": "string", "minLength": 15},
        "case_citation": {"type": "string"},
    },
    "required": ["question"],
}
REQUEST = ChatRequest(
    model="m",
    messages=(Message("system", "You write."), Message("user", "Write.")),
    schema=SCHEMA,
    max_tokens=50,
    temperature=0.5,
    seed=7,
)
GOOD: dict[str, Any] = {
    "model": "m-2",
    "choices": [{"message": {"content": "text"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 10, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 4}},
}


def refuse(manners: Manners, used: Manner, refused: str) -> Kind:
    error = ProviderError(Kind.UNSUPPORTED_FORMAT, "no", status=400)
    return manners.learn(error, refused, model="m", used=used).kind


def test_body_carries_a_closed_schema_when_strict() -> None:
    schema = request_body(REQUEST, Manner())["response_format"]["json_schema"]["schema"]
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["question", "case_citation"]
    assert schema["properties"] == {"question": {"type": "string"}, "case_citation": {"type": ["string", "null"]}}


def test_body_carries_the_schema_as_it_is_when_not_strict() -> None:
    wanted = request_body(REQUEST, Manner(strict=False))["response_format"]["json_schema"]
    assert wanted == {"name": "sample", "strict": False, "schema": SCHEMA}


@pytest.mark.parametrize(
    ("level", "wanted"), [(FormatLevel.JSON_OBJECT, {"type": "json_object"}), (FormatLevel.NONE, None)]
)
def test_prompt_names_the_fields_when_below_json_schema(level: FormatLevel, wanted: object) -> None:
    body = request_body(REQUEST, Manner(level))
    assert body.get("response_format") == wanted
    assert body["messages"][0]["content"].startswith("You write.\n")
    assert "JSON" in body["messages"][0]["content"] and '"case_citation": string' in body["messages"][0]["content"]


def test_hint_becomes_the_system_message_when_there_is_none() -> None:
    request = ChatRequest(model="m", messages=(Message("user", "Write."),), schema=SCHEMA)
    roles = [message["role"] for message in request_body(request, Manner(FormatLevel.NONE))["messages"]]
    assert roles == ["system", "user"]


def test_body_asks_for_plain_text_when_there_is_no_schema() -> None:
    body = request_body(ChatRequest(model="m", messages=REQUEST.messages), Manner(FormatLevel.JSON_OBJECT))
    assert "response_format" not in body and body["messages"][0]["content"] == "You write."


def test_body_leaves_out_what_a_model_refuses() -> None:
    body = request_body(REQUEST, Manner(renamed_max_tokens=True, without=frozenset({"temperature", "seed"})))
    assert body["max_completion_tokens"] == 50
    assert not {"max_tokens", "temperature", "seed"} & set(body)


def test_hint_describes_nested_schemas() -> None:
    nested = {"type": "object", "properties": {"tags": {"type": "array", "items": {"enum": ["a", "b"]}}}}
    assert (hint(nested, "") or "").endswith('{"tags": ["a" or "b", ...]}')


def test_prompt_is_left_alone_when_it_already_names_the_fields() -> None:
    prompt = render(built_in()[DEFAULT_TEMPLATE], Plan(seed=1).brief(0), small_model=False)
    messages = tuple(Message(role, text) for role, text in prompt.messages)
    request = ChatRequest(model="m", messages=messages, schema=prompt.schema)
    body = request_body(request, Manner(FormatLevel.JSON_OBJECT))
    assert body["messages"][0]["content"] == messages[0].content


def test_strict_schema_closes_nested_objects() -> None:
    nested = strict_schema({"type": "array", "items": SCHEMA})
    assert nested["items"]["additionalProperties"] is False


def test_schema_is_rewritten_once_when_the_same_is_asked_for_again() -> None:
    first, again = (response_format(SCHEMA, "sample", Manner()) for _ in range(2))
    assert first and again
    assert first["json_schema"]["schema"] is again["json_schema"]["schema"]
    assert first["json_schema"]["schema"] == strict_schema(SCHEMA)


def test_schema_is_rewritten_anew_when_it_is_another() -> None:
    others = [{"type": "object", "properties": {name: {"type": "string"}}} for name in ("a", "b")]
    shapes = [response_format(other, "sample", Manner()) for other in others]
    assert [shape["json_schema"]["schema"]["required"] for shape in shapes if shape] == [["a"], ["b"]]


def test_ladder_goes_down_step_by_step_when_formats_are_refused() -> None:
    manners = Manners(lambda _: Manner())
    for level in (FormatLevel.JSON_OBJECT, FormatLevel.NONE):
        assert refuse(manners, manners.of("m"), "response_format") is Kind.UNSUPPORTED_FORMAT
        assert manners.of("m").level is level
    assert refuse(manners, manners.of("m"), "response_format") is Kind.BAD_REQUEST


def test_ladder_goes_down_once_when_calls_in_flight_are_refused_together() -> None:
    manners = Manners(lambda _: Manner())
    used = manners.of("m")
    kinds = [refuse(manners, used, "response_format") for _ in range(8)]
    assert set(kinds) == {Kind.UNSUPPORTED_FORMAT} and manners.of("m").level is FormatLevel.JSON_OBJECT


def test_ladder_is_kept_per_model() -> None:
    manners = Manners(lambda _: Manner())
    refuse(manners, manners.of("m"), "response_format")
    assert manners.of("other").level is FormatLevel.JSON_SCHEMA


def test_parameters_are_given_up_once_when_refused() -> None:
    manners = Manners(lambda _: Manner())
    for name in ("max_tokens", "temperature"):
        assert refuse(manners, manners.of("m"), name) is Kind.UNSUPPORTED_FORMAT
    assert refuse(manners, manners.of("m"), "temperature") is Kind.BAD_REQUEST
    assert manners.of("m") == Manner(renamed_max_tokens=True, without=frozenset({"temperature"}))


def test_reply_is_read_when_it_is_a_completion() -> None:
    reply = parse_reply(json.dumps(GOOD).encode(), REQUEST, None)
    assert (reply.text, reply.finish_reason, reply.model) == ("text", "stop", "m-2")
    assert reply.usage == Usage(10, 5, 4) and not reply.usage_is_estimate


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        [],
        {"prompt_tokens": -1, "completion_tokens": 5},
        {"prompt_tokens": 10**30, "completion_tokens": 5},
        {"prompt_tokens": "9"},
        {"prompt_tokens": 9},
    ],
)
def test_usage_is_estimated_and_marked_when_the_service_counts_none(usage: object) -> None:
    reply = parse_reply(json.dumps({**GOOD, "usage": usage}).encode(), REQUEST, None)
    assert reply.usage_is_estimate and reply.usage.total_tokens > 0


def test_refusal_becomes_the_text_when_the_content_is_null() -> None:
    body = {**GOOD, "choices": [{"message": {"content": None, "refusal": "I cannot."}, "finish_reason": "stop"}]}
    assert parse_reply(json.dumps(body).encode(), REQUEST, None).text == "I cannot."


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"[" * 100_000,
        b"{}",
        b'{"choices": []}',
        b'{"choices": 3}',
        b'{"choices": [3]}',
        b'{"choices": [{}]}',
        b'{"choices": [{"message": "text"}]}',
        b'{"choices": [{"message": {"content": [1]}}]}',
        b'{"error": "overloaded"}',
    ],
)
def test_reply_is_malformed_when_it_is_no_completion(body: bytes) -> None:
    with pytest.raises(ProviderError) as failed:
        parse_reply(body, REQUEST, None)
    assert failed.value.kind is Kind.MALFORMED_REPLY


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"error": {"code": 429, "message": "slow down"}}, Kind.RATE_LIMITED),
        ({"error": {"code": 502, "message": "upstream"}, "choices": []}, Kind.SERVER_ERROR),
        ({"choices": [{"error": {"code": 402, "message": "no credit"}}]}, Kind.QUOTA_EXHAUSTED),
        ({"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]}, Kind.CONTENT_FILTERED),
    ],
)
def test_error_is_found_when_it_hides_in_a_200(body: object, kind: Kind) -> None:
    with pytest.raises(ProviderError) as failed:
        parse_reply(json.dumps(body).encode(), REQUEST, None)
    assert failed.value.kind is kind


def feed(*chunks: object, end: bool = True) -> StreamedReply:
    streamed = StreamedReply()
    for chunk in chunks:
        streamed.feed(b": comment\n")
        streamed.feed(b"data: " + json.dumps(chunk).encode() + b"\r\n")
    if end:
        streamed.feed(b"data: [DONE]\n")
    return streamed


def test_stream_is_joined_when_it_is_whole() -> None:
    reply = feed(
        {"model": "m-2", "choices": [{"delta": {"role": "assistant", "content": None}}]},
        {"choices": [{"delta": {"content": "te"}}]},
        {"choices": [{"delta": {"content": "xt"}, "finish_reason": "stop"}]},
        {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}},
    ).reply(REQUEST, None)
    assert (reply.text, reply.finish_reason, reply.model, reply.usage) == ("text", "stop", "m-2", Usage(3, 2))


def test_stream_is_a_lost_connection_when_it_has_no_end() -> None:
    with pytest.raises(ProviderError) as failed:
        feed({"choices": [{"delta": {"content": "te"}}]}, end=False).reply(REQUEST, None)
    assert failed.value.kind is Kind.CONNECTION


def test_stream_raises_when_a_chunk_is_an_error() -> None:
    with pytest.raises(ProviderError) as failed:
        feed({"error": {"code": 500, "message": "out of memory"}})
    assert failed.value.kind is Kind.SERVER_ERROR


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2m59.56s", 179.56),
        ("120ms", 0.12),
        ("7.66s", 7.66),
        ("1h0m1s", 3601.0),
        ("1d", 86_400.0),
        ("30", 30.0),
        ("0", 0.0),
        ("", None),
        ("-1", None),
        ("nan", None),
        ("7 s", None),
        ("soon", None),
    ],
)
def test_duration_is_read_in_every_dialect(text: str, seconds: float | None) -> None:
    assert parse_duration_s(text) == (seconds if seconds is None else pytest.approx(seconds))


def test_requests_are_per_day_and_tokens_per_minute_when_groq_reports() -> None:
    headers = {
        "x-ratelimit-limit-requests": "14400",
        "x-ratelimit-remaining-requests": "14370",
        "x-ratelimit-reset-requests": "2m59.5s",
        "x-ratelimit-limit-tokens": "18000",
        "x-ratelimit-remaining-tokens": "17997",
        "x-ratelimit-reset-tokens": "7.66s",
    }
    rate = read_rate_headers(headers, requests_per="day")
    assert rate is not None
    assert rate.requests == RatePair(14_400, 14_370, 179.5, "day")
    assert rate.tokens == RatePair(18_000, 17_997, 7.66, "minute")


def test_reset_is_the_whole_period_when_it_is_missing() -> None:
    headers = {"x-ratelimit-limit-tokens": "100", "x-ratelimit-remaining-tokens": "0"}
    rate = read_rate_headers(headers, requests_per="minute")
    assert rate is not None and rate.requests is None and rate.tokens == RatePair(100, 0, 60.0, "minute")


@pytest.mark.parametrize("limit", ["", "-1", "many", "0", "1e3"])
def test_rate_is_absent_when_the_headers_are_unreadable(limit: str) -> None:
    headers = {"x-ratelimit-limit-tokens": limit, "x-ratelimit-remaining-tokens": "5"}
    assert read_rate_headers(headers, requests_per="minute") is None


def test_reply_keeps_the_body_as_it_came() -> None:
    body = json.dumps(GOOD).encode()
    assert parse_reply(body, REQUEST, None).raw == body


def test_error_keeps_the_body_when_it_is_no_completion() -> None:
    with pytest.raises(ProviderError) as failed:
        parse_reply(b"<html>Busy</html>", REQUEST, None)
    assert (failed.value.kind, failed.value.raw) == (Kind.MALFORMED_REPLY, b"<html>Busy</html>")


def test_streamed_reply_keeps_all_lines_as_they_came() -> None:
    streamed = StreamedReply()
    lines = [b": hello\n", b'data: {"choices": [{"delta": {"content": "x"}}]}\n', b"\n", b"data: [DONE]\n"]
    for line in lines:
        streamed.feed(line)
    assert streamed.reply(REQUEST, None).raw == b"".join(lines)
