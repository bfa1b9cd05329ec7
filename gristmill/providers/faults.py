"""From an HTTP answer that is not a success to one `ProviderError` with its kind.

Pure. The table below is the whole knowledge about providers' error words; a message that leaves here is one
bounded line without keys, and never holds the prompt or the model's output.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from gristmill.errors import FailureKind, ProviderError

MESSAGE_CHARS = 300
_SECRET_CHARS = 16  # shorter keys are no secrets; those of Groq and OpenAI have over 50 characters

_SECRETS = re.compile(
    r"(?i:\bbearer\s+)[^\s\"',;]+"  # an echoed Authorization header
    r"|\b(?:gsk|sk|pk|rk|hf|xai|nvapi|csk|tgp|fw|org|proj)[-_][\w*.\-]{4,}"  # the prefixes services give keys
    r"|\bAIza[\w\-]{10,}"
    r"|(?i:\bapi[-_ ]?key(?: provided)?\b[\"']?\s*[:=]\s*[\"']?)[^\s\"',;]+"
    r"|\b(?=\w*\d)(?=\w*[A-Za-z])\w{32,}\b"  # any other long token
    r"|(?<=://)[^/@\s]+(?=@)"  # user:password in an address
    r"|(?:\binput_value=|[\"']input[\"']: ).*"  # validators that repeat what was sent: a prompt
)

# Words by which services say one thing in many ways: checked in this order, in the code, type or message
# (lower case) of a 400, 403, 413 or 422. Sources: API error references of Groq, OpenAI, OpenRouter and
# Together; llama.cpp's server and vLLM, from their answers.
_WORDS: tuple[tuple[FailureKind, tuple[str, ...]], ...] = (
    (FailureKind.MALFORMED_REPLY, ("json_validate_failed", "failed to validate json", "failed to generate json")),
    (
        FailureKind.CONTEXT_TOO_LONG,
        (
            "context_length_exceeded",
            "exceed_context_size",
            "context size",
            "context length",
            "context window",
            "request too large",
            "string_above_max_length",
            "prompt is too long",
            "reduce the length",
        ),
    ),
    (
        FailureKind.CONTENT_FILTERED,
        ("content_filter", "content_policy", "content policy", "content management policy", "moderation", "flagged"),
    ),
    (
        FailureKind.MODEL_NOT_FOUND,
        ("model_not_found", "model_decommissioned", "not a valid model", "model does not exist", "decommissioned"),
    ),
    (FailureKind.QUOTA_EXHAUSTED, ("insufficient_quota", "billing", "credit balance")),
    (
        FailureKind.UNSUPPORTED_FORMAT,
        (
            "response_format",
            "response format",
            "json_schema",
            "json schema",
            "json mode",
            "structured output",
            "unsupported_parameter",
            "unsupported_value",
        ),
    ),
)
_WORDED_STATUSES = frozenset({400, 403, 404, 413, 422})
_NO_MONEY = ("insufficient_quota", "billing_hard_limit", "credit balance", "exceeded your current quota")

_BY_STATUS: Mapping[int, FailureKind] = {
    400: FailureKind.BAD_REQUEST,
    401: FailureKind.AUTHENTICATION,
    402: FailureKind.QUOTA_EXHAUSTED,
    403: FailureKind.PERMISSION,
    404: FailureKind.MODEL_NOT_FOUND,
    408: FailureKind.TIMEOUT,
    409: FailureKind.SERVER_ERROR,
    410: FailureKind.MODEL_NOT_FOUND,
    413: FailureKind.BAD_REQUEST,
    422: FailureKind.BAD_REQUEST,
    424: FailureKind.SERVER_ERROR,  # Groq: a dependency of the request failed
    425: FailureKind.SERVER_ERROR,
    429: FailureKind.RATE_LIMITED,
    498: FailureKind.RATE_LIMITED,  # Groq: flex tier at capacity
    499: FailureKind.SERVER_ERROR,  # Groq: cancelled on their side
}
_PARAMETERS = ("max_tokens", "temperature", "seed")


@dataclass(frozen=True, slots=True)
class Fault:
    """An error answer, read but not yet judged; `words` is code, type and message in lower case."""

    message: str
    words: str
    param: str


def error_from_answer(
    *, status: int, headers: Mapping[str, str], raw: bytes, secret: str | None = None
) -> tuple[ProviderError, str]:
    """Judge an HTTP answer with a status other than 2xx.

    Args:
        headers: case-insensitive mapping, for `Retry-After` and `Date`.
        secret: the key in use, to be cut out of the message wherever it appears.

    Returns:
        The error, and with UNSUPPORTED_FORMAT the parameter the service refused (else "").
    """
    fault = read_fault(raw)
    kind = kind_of(status, fault)
    message = scrub(f"The provider answered {status}: {fault.message or 'no explanation'}", secret)
    refused = _refused_parameter(fault) if kind is FailureKind.UNSUPPORTED_FORMAT else ""
    told = ProviderError(kind, message, status=status, retry_after_s=retry_after_s(headers), raw=hide(raw, secret))
    return told, refused


def kind_of(status: int, fault: Fault) -> FailureKind:
    """The error table: status first, then the words inside the statuses that mean many things."""
    if status in _WORDED_STATUSES:
        for kind, words in _WORDS:
            if any(word in fault.words for word in words):
                return kind
    if status == 429 and any(word in fault.words for word in _NO_MONEY):
        return FailureKind.QUOTA_EXHAUSTED
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 300 <= status < 400:
        return FailureKind.MODEL_NOT_FOUND  # the address is wrong: redirects are not followed with a key in hand
    return FailureKind.SERVER_ERROR if status >= 500 else FailureKind.BAD_REQUEST


def embedded_error(body: Mapping[str, Any]) -> ProviderError | None:
    """Find an error inside a 200 answer or a stream (OpenRouter and llama.cpp send such); None when there is none."""
    if not body.get("error"):
        return None
    fault = _fault_of(body)
    error = body["error"]
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and 400 <= code < 600 else None
    kind = kind_of(status, fault) if status else FailureKind.MALFORMED_REPLY
    return ProviderError(kind, scrub(f"The provider reported: {fault.message or 'an error'}", None), status=status)


def read_fault(raw: bytes) -> Fault:
    """Read an error body of any of the known shapes; unreadable ones (HTML of a proxy) give an empty message."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return Fault("", "", "")
    return _fault_of(body) if isinstance(body, dict) else Fault("", "", "")


def _fault_of(body: Mapping[str, Any]) -> Fault:
    inner = body.get("error")
    part: Mapping[str, Any] = inner if isinstance(inner, dict) else body
    told = inner if isinstance(inner, str) else part.get("message") or part.get("detail")
    message = told if isinstance(told, str) else ""
    words = " ".join(str(part.get(key) or "") for key in ("code", "type", "param"))
    return Fault(message, f"{words} {message}".lower(), str(part.get("param") or ""))


def _refused_parameter(fault: Fault) -> str:
    for name in _PARAMETERS:
        if fault.param == name or (not fault.param and f"'{name}'" in fault.words):
            return name
    return "response_format"


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by `Retry-After` (seconds or HTTP date, RFC 9110 10.2.3), of any size; None without one.

    A date is compared with the answer's own `Date`, so a wrong clock on this machine does no harm.
    """
    told = headers.get("retry-after")
    if not told:
        return None
    try:
        seconds = float(told)
    except ValueError:
        return _seconds_until(told, headers.get("date"))
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _seconds_until(then: str, now: str | None) -> float | None:
    if now is None:
        return None
    try:
        return max(0.0, (parsedate_to_datetime(then) - parsedate_to_datetime(now)).total_seconds())
    except (ValueError, TypeError):
        return None


def hide(raw: bytes, secret: str | None) -> bytes:
    """Cut the key in use out of a body that is to be kept: some services repeat it when they refuse it."""
    return raw.replace(secret.encode(), b"[hidden]") if secret else raw


def hide_in_reply(raw: bytes, secret: str | None) -> bytes:
    """Cut the key out of an answer that becomes a sample, if it is long enough to be a secret.

    Services at home take any word as their key (`none`, `ollama`, `lm-studio`), and a sample may hold that word.
    """
    return hide(raw, secret) if secret and len(secret) >= _SECRET_CHARS else raw


def scrub(text: str, secret: str | None) -> str:
    """Make one line of at most 300 characters, without the key in use and without anything that looks like one."""
    if secret:
        text = text.replace(secret, "[hidden]")
    storable = text[: MESSAGE_CHARS * 4].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    line = " ".join(_SECRETS.sub("[hidden]", storable).split())
    return line if len(line) <= MESSAGE_CHARS else line[: MESSAGE_CHARS - 3] + "..."
