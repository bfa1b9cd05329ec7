"""The bytes of POST /chat/completions: the body we send and the reply we read.

Pure: no connection, no clock. Reads only what it can prove: whatever is not a chat completion becomes
`MALFORMED_REPLY`, never an AttributeError somewhere later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gristmill.errors import FailureKind, ProviderError
from gristmill.limits.window import RateHeaders
from gristmill.outcome import Usage
from gristmill.providers.base import ChatReply, ChatRequest, Message
from gristmill.providers.faults import embedded_error
from gristmill.providers.formats import FormatLevel, Manner, hint, response_format

# Rule of thumb for English text where a server counts no tokens (OpenAI, "What are tokens").
_CHARS_PER_TOKEN = 4
_MANY = 2**31  # no call uses that many tokens, and the database could not count them


def request_body(request: ChatRequest, manner: Manner) -> dict[str, Any]:
    """Build the JSON object to post, without `stream`: the transport adds that."""
    tokens_key = "max_completion_tokens" if manner.renamed_max_tokens else "max_tokens"
    body: dict[str, Any] = {"model": request.model, tokens_key: request.max_tokens}
    if "temperature" not in manner.without:
        body["temperature"] = request.temperature
    if request.seed is not None and "seed" not in manner.without:
        body["seed"] = request.seed
    messages: Sequence[Message] = request.messages
    if request.schema is not None:
        wanted = response_format(request.schema, request.schema_name, manner)
        if wanted is not None:
            body["response_format"] = wanted
        if manner.level is not FormatLevel.JSON_SCHEMA:
            messages = _with_hint(messages, request.schema)
    body["messages"] = [{"role": message.role, "content": message.content} for message in messages]
    return body


def _with_hint(messages: Sequence[Message], schema: Mapping[str, Any]) -> Sequence[Message]:
    # Many chat templates take one system message only, and only as the first.
    leading = messages[0].content if messages and messages[0].role == "system" else ""
    text = hint(schema, leading)
    if text is None:
        return messages
    if leading:
        return (Message("system", f"{leading}\n{text}"), *messages[1:])
    return (Message("system", text), *messages)


def parse_reply(raw: bytes, request: ChatRequest, rate: RateHeaders | None) -> ChatReply:
    """Read the body of a 200 answer; it is kept as the reply's `raw`, or as that of the error.

    Raises:
        ProviderError: MALFORMED_REPLY when it is no chat completion, CONTENT_FILTERED when the provider cut
            the content, or the error that some routers send with status 200.
    """
    try:
        return _parse(raw, request, rate)
    except ProviderError as error:
        error.raw = raw
        raise


def _parse(raw: bytes, request: ChatRequest, rate: RateHeaders | None) -> ChatReply:
    body = _json_object(raw)
    choice = _first_choice(body)
    message = choice.get("message")
    if not isinstance(message, dict):
        raise malformed("the first choice has no message")
    return build_reply(
        text=_text_of(message),
        finish_reason=choice.get("finish_reason"),
        usage=body.get("usage"),
        model=body.get("model"),
        request=request,
        rate=rate,
        raw=raw,
    )


def build_reply(
    *,
    text: str,
    finish_reason: object,
    usage: object,
    model: object,
    request: ChatRequest,
    rate: RateHeaders | None,
    raw: bytes,
) -> ChatReply:
    """Put a reply together from parts of a body or of a stream; see `parse_reply` for the errors."""
    if finish_reason == "content_filter":
        raise ProviderError(FailureKind.CONTENT_FILTERED, "The provider filtered the content of its answer.")
    counted = parse_usage(usage)
    return ChatReply(
        text=text,
        usage=counted if counted is not None else _guess_usage(request, text),
        finish_reason=finish_reason if isinstance(finish_reason, str) else None,
        model=model if isinstance(model, str) and model else request.model,
        rate=rate,
        usage_is_estimate=counted is None,
        raw=raw,
    )


def parse_usage(usage: object) -> Usage | None:
    """Read `usage`; None unless both counts are whole numbers of at least 0."""
    if not isinstance(usage, dict):
        return None
    prompt, completion = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
    if prompt is None or completion is None:
        return None
    details = usage.get("prompt_tokens_details")
    cached = _count(details.get("cached_tokens")) if isinstance(details, dict) else None
    return Usage(prompt, completion, min(cached or 0, prompt))


@dataclass(slots=True)
class StreamedReply:
    """Collects the chunks of one streamed completion; `lines` is all that came, as it came."""

    lines: list[bytes] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    finish_reason: object = None
    usage: object = None
    model: object = None
    done: bool = False

    def feed(self, line: bytes) -> None:
        """Take one line of the event stream; comments and blank lines are passed over."""
        self.lines.append(line)
        if not line.startswith(b"data:"):
            return
        data = line[5:].strip()
        if data == b"[DONE]":
            self.done = True
            return
        chunk = _json_object(data)
        error = embedded_error(chunk)
        if error is not None:
            raise error
        self.usage = chunk.get("usage") or self.usage
        self.model = self.model or chunk.get("model")
        for choice in _choices(chunk):
            delta = choice.get("delta")
            if isinstance(delta, dict):
                self.parts.append(_text_of(delta))
            self.finish_reason = choice.get("finish_reason") or self.finish_reason

    def reply(self, request: ChatRequest, rate: RateHeaders | None) -> ChatReply:
        """Close the stream: without an end mark the connection was lost on the way."""
        if not self.done and self.finish_reason is None:
            raise ProviderError(FailureKind.CONNECTION, "The provider's stream ended in the middle.")
        return build_reply(
            text="".join(self.parts),
            finish_reason=self.finish_reason,
            usage=self.usage,
            model=self.model,
            request=request,
            rate=rate,
            raw=self.raw,
        )

    @property
    def raw(self) -> bytes:
        return b"".join(self.lines)


def malformed(what: str) -> ProviderError:
    return ProviderError(FailureKind.MALFORMED_REPLY, f"The provider's answer is not a chat completion: {what}.")


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise malformed("it is not JSON") from None
    if not isinstance(body, dict):
        raise malformed("it is not a JSON object")
    return body


def _first_choice(body: Mapping[str, Any]) -> Mapping[str, Any]:
    for choice in _choices(body):
        error = embedded_error(choice)
        if error is not None:
            raise error
        return choice
    error = embedded_error(body)
    raise error if error is not None else malformed("it has no choices")


def _choices(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    choices = body.get("choices")
    if isinstance(choices, list):
        for choice in choices:
            if not isinstance(choice, dict):
                raise malformed("a choice is not an object")
            yield choice


def _text_of(message: Mapping[str, Any]) -> str:
    # A refusal travels beside a null content; as text it reaches the checks, which know refusals.
    text = message.get("content") or message.get("refusal") or ""
    if not isinstance(text, str):
        raise malformed("the content is not text")
    return text


def _count(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MANY
    return value if is_count else None  # type: ignore[return-value]


def _guess_usage(request: ChatRequest, text: str) -> Usage:
    prompt_chars = sum(len(message.content) for message in request.messages)
    return Usage(prompt_chars // _CHARS_PER_TOKEN + 1, len(text) // _CHARS_PER_TOKEN + 1)
