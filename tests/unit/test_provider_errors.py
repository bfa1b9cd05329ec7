"""The error table: which answer of a service becomes which kind of failure, and what a message may say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gristmill.errors import FailureKind as Kind
from gristmill.errors import ProviderError
from gristmill.providers.faults import MESSAGE_CHARS, error_from_answer, hide_in_reply, retry_after_s, scrub

KEY = "gsk_AbCdEf0123456789AbCdEf0123456789"

TABLE: list[tuple[int, Any, Kind]] = [
    (302, None, Kind.MODEL_NOT_FOUND),
    (400, {"error": {"message": "messages must not be empty"}}, Kind.BAD_REQUEST),
    (400, {"error": {"message": "too long", "code": "context_length_exceeded"}}, Kind.CONTEXT_TOO_LONG),
    (
        400,
        {"error": {"code": 400, "message": "too many", "type": "exceed_context_size_error", "n_ctx": 2048}},
        Kind.CONTEXT_TOO_LONG,
    ),
    (
        400,
        {"object": "error", "message": "This model's maximum context length is 4096 tokens."},
        Kind.CONTEXT_TOO_LONG,
    ),
    (
        400,
        {"error": {"message": "Failed to validate JSON.", "code": "json_validate_failed", "failed_generation": "{"}},
        Kind.MALFORMED_REPLY,
    ),
    (400, {"error": {"message": "blocked", "code": "content_filter"}}, Kind.CONTENT_FILTERED),
    (403, {"error": {"message": "Your input was flagged by moderation", "code": 403}}, Kind.CONTENT_FILTERED),
    (400, {"error": {"message": "no", "param": "response_format"}}, Kind.UNSUPPORTED_FORMAT),
    (
        400,
        {"error": {"message": "This model does not support response format `json_schema`."}},
        Kind.UNSUPPORTED_FORMAT,
    ),
    (
        400,
        {"error": {"message": "Use 'max_completion_tokens'.", "code": "unsupported_parameter", "param": "max_tokens"}},
        Kind.UNSUPPORTED_FORMAT,
    ),
    (400, {"error": {"message": "gone", "code": "model_decommissioned"}}, Kind.MODEL_NOT_FOUND),
    (401, {"error": {"message": "Invalid API Key"}}, Kind.AUTHENTICATION),
    (402, {"error": {"message": "Insufficient credits"}}, Kind.QUOTA_EXHAUSTED),
    (403, {"error": {"message": "Not for this project"}}, Kind.PERMISSION),
    (404, {"error": "model 'm' not found, try pulling it first"}, Kind.MODEL_NOT_FOUND),
    (404, None, Kind.MODEL_NOT_FOUND),
    (408, None, Kind.TIMEOUT),
    (409, None, Kind.SERVER_ERROR),
    (410, None, Kind.MODEL_NOT_FOUND),
    (413, {"error": {"message": "Request too large for model `m` on tokens per minute"}}, Kind.CONTEXT_TOO_LONG),
    (413, None, Kind.BAD_REQUEST),
    (418, None, Kind.BAD_REQUEST),
    (422, {"detail": "temperature must be at most 2"}, Kind.BAD_REQUEST),
    (422, {"detail": "json_schema is not supported"}, Kind.UNSUPPORTED_FORMAT),
    (424, None, Kind.SERVER_ERROR),
    (425, None, Kind.SERVER_ERROR),
    (429, {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}, Kind.RATE_LIMITED),
    (429, {"error": {"message": "Check your plan", "code": "insufficient_quota"}}, Kind.QUOTA_EXHAUSTED),
    (429, None, Kind.RATE_LIMITED),
    (498, None, Kind.RATE_LIMITED),
    (499, None, Kind.SERVER_ERROR),
    (500, {"error": {"message": "Internal error in json_schema compiler"}}, Kind.SERVER_ERROR),
    (503, None, Kind.SERVER_ERROR),
    (529, None, Kind.SERVER_ERROR),
]


def judge(status: int, body: object, headers: dict[str, str] | None = None) -> tuple[ProviderError, str]:
    raw = b"<html>no JSON</html>" if body is None else json.dumps(body).encode()
    return error_from_answer(status=status, headers=headers or {}, raw=raw, secret=KEY)


@pytest.mark.parametrize(("status", "body", "kind"), TABLE)
def test_kind_is_named_when_a_service_refuses(status: int, body: object, kind: Kind) -> None:
    error, _ = judge(status, body)
    assert (error.kind, error.status) == (kind, status)


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"error": []}', b"[" * 100_000])
def test_kind_follows_the_status_when_the_body_is_unreadable(raw: bytes) -> None:
    error, _ = error_from_answer(status=500, headers={}, raw=raw)
    assert error.kind is Kind.SERVER_ERROR


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        ({"message": "no", "param": "response_format"}, "response_format"),
        ({"message": "no", "param": "max_tokens", "code": "unsupported_parameter"}, "max_tokens"),
        ({"message": "'temperature' does not support 0.7", "code": "unsupported_value"}, "temperature"),
        ({"message": "json mode is not supported"}, "response_format"),
    ],
)
def test_refused_parameter_is_named_when_the_format_is_unsupported(error: dict[str, str], refused: str) -> None:
    assert judge(400, {"error": error})[1] == refused


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("7", 7.0), ("0.25", 0.25), ("86400", 86_400.0), ("-3", 0.0), ("soon", None), ("nan", None), ("inf", None)],
)
def test_retry_after_is_read_when_it_is_a_number(told: str, seconds: float | None) -> None:
    assert retry_after_s({"retry-after": told}) == seconds


def test_retry_after_is_counted_from_the_answers_date_when_it_is_a_date() -> None:
    headers = {"retry-after": "Fri, 31 Dec 1999 23:59:59 GMT", "date": "Fri, 31 Dec 1999 23:58:29 GMT"}
    assert retry_after_s(headers) == 90.0


def test_retry_after_is_kept_on_the_error_when_rate_limited() -> None:
    assert judge(429, None, {"retry-after": "120"})[0].retry_after_s == 120.0


@pytest.mark.parametrize(
    "leak",
    [
        f"Incorrect API key provided: {KEY}",
        "Incorrect API key provided: sk-proj-ab****wxyz",
        "header was 'Authorization: Bearer abc.def-ghi'",
        "api_key=hunter2hunter2",
        "key AIzaSyA-1234567890abcdef was refused",
        "token 0123456789abcdef0123456789abcdef01234567",
        "cannot reach http://user:pass@host/v1",
    ],
)
def test_message_holds_no_key_when_the_service_echoes_one(leak: str) -> None:
    message = judge(401, {"error": {"message": leak}})[0].message
    secrets = (KEY, "ab****wxyz", "abc.def-ghi", "hunter2", "SyA-1234567890", "0123456789abcdef", "user:pass")
    assert "[hidden]" in message and not any(secret in message for secret in secrets)


def test_message_holds_no_prompt_when_a_validator_repeats_it() -> None:
    message = scrub("1 validation error: bad type [input_value='Write a question about trusts']", None)
    assert "trusts" not in message


def test_message_holds_no_output_when_the_service_attaches_it() -> None:
    error, _ = judge(400, {"error": {"message": "bad JSON", "failed_generation": "SECRET DRAFT"}})
    assert "SECRET DRAFT" not in error.message


def test_message_is_one_bounded_line_when_the_service_is_wordy() -> None:
    message = judge(500, {"error": {"message": "why\n" * 10_000}})[0].message
    assert len(message) <= MESSAGE_CHARS and "\n" not in message


def test_message_can_be_stored_when_it_holds_what_is_no_text() -> None:
    assert scrub("a\ud800b\0c", None) == "a?b c"


def test_model_names_stay_readable_when_a_message_is_scrubbed() -> None:
    name = "meta-llama/llama-4-maverick-17b-128e-instruct"
    assert name in scrub(f"The model `{name}` does not exist", KEY)


def test_word_of_a_reply_stays_when_a_home_service_takes_it_as_its_key() -> None:
    assert hide_in_reply(b"There is none.", "none") == b"There is none."


def test_key_is_cut_out_of_a_reply_when_it_is_long_enough_to_be_one() -> None:
    assert hide_in_reply(b"Your key: gsk_0123456789abcdef", "gsk_0123456789abcdef") == b"Your key: [hidden]"
