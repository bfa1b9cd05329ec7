"""Groq, through its official SDK on the aiohttp transport.

With the SDK's default transport 256 concurrent calls cost 9 ms of CPU each, with aiohttp about 1 ms. The SDK's
retries stay off: they ignore a Retry-After above 60 s and the limiter would not see them. The body is read by
`wire` and not by the SDK's models, so both edges judge an answer alike.
"""

from __future__ import annotations

import asyncio
from typing import Any

import groq
import httpx

from gristmill.errors import FailureKind, ProviderError
from gristmill.providers.base import ChatReply, ChatRequest
from gristmill.providers.faults import error_from_answer, hide_in_reply, scrub
from gristmill.providers.formats import FormatLevel, Manner, Manners
from gristmill.providers.rate_headers import read_rate_headers
from gristmill.providers.wire import parse_reply, request_body
from gristmill.settings import GROQ_DEFAULT_MODEL

_ADDRESS = "https://api.groq.com"
# The SDK's own bound is 100 connections; here the limiter and the concurrency setting (at most 1,024) decide.
_POOL = httpx.Limits(max_connections=2048, max_keepalive_connections=2048, keepalive_expiry=15)
# Groq, "Structured outputs", supported models: constrained decoding, and JSON schema by best effort.
_STRICT_MODELS = ("openai/gpt-oss-20b", "openai/gpt-oss-120b")
_SCHEMA_MODELS = ("moonshotai/kimi-k2", "meta-llama/llama-4-")


def first_manner(model: str) -> Manner:
    """Say where the ladder starts for a model on Groq."""
    if model in _STRICT_MODELS:
        return Manner(FormatLevel.JSON_SCHEMA, strict=True)
    if model.startswith(_SCHEMA_MODELS):
        return Manner(FormatLevel.JSON_SCHEMA, strict=False)
    return Manner(FormatLevel.JSON_OBJECT)


class GroqProvider:
    """The hosted service at api.groq.com, or whatever answers like it at `base_url` (without `/openai/v1`)."""

    name = "groq"
    default_model = GROQ_DEFAULT_MODEL
    demo = False
    small_model = False
    concurrency: int | None = None
    limited = True
    cached_tokens_count = False
    model_sha256: str | None = None

    def __init__(self, *, api_key: str, base_url: str | None = None, timeout_s: float = 60) -> None:
        self._key = api_key
        # Always explicit: without an address the SDK would read the environment by itself.
        self._base_url = (base_url or _ADDRESS).rstrip("/").removesuffix("/openai/v1")
        self._timeout_s = timeout_s
        self._manners = Manners(first_manner)
        self._client: groq.AsyncGroq | None = None

    async def start(self) -> None:
        """Nothing to prepare: the client is made by the first call, on that call's loop."""

    async def chat(self, request: ChatRequest) -> ChatReply:
        manner = self._manners.of(request.model)
        try:
            # The SDK's timeout is per phase; this one is for the whole call, as the setting says.
            async with asyncio.timeout(self._timeout_s):
                headers, raw = await self._post(request_body(request, manner))
        except groq.APIStatusError as error:
            answer = error.response
            judged, refused = error_from_answer(
                status=answer.status_code, headers=answer.headers, raw=answer.content, secret=self._key
            )
            raise self._manners.learn(judged, refused, model=request.model, used=manner) from None
        except (TimeoutError, groq.APIConnectionError) as error:
            raise self._lost(error) from error
        return parse_reply(hide_in_reply(raw, self._key), request, read_rate_headers(headers, requests_per="day"))

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _post(self, body: dict[str, Any]) -> tuple[Any, bytes]:
        # As extra_body the body goes out as it is; as arguments the SDK would walk through it against its own
        # types, which is two fifths of the CPU of a call.
        create = self._open_client().chat.completions.with_raw_response.create
        answer = await create(model=body["model"], messages=(), extra_body=body)
        return answer.headers, await answer.read()

    def _open_client(self) -> groq.AsyncGroq:
        if self._client is None:
            self._client = groq.AsyncGroq(
                api_key=self._key,
                base_url=self._base_url,
                timeout=self._timeout_s,
                max_retries=0,
                http_client=groq.DefaultAioHttpClient(follow_redirects=False, limits=_POOL),
            )
        return self._client

    def _lost(self, error: BaseException) -> ProviderError:
        # The transport reports every lost connection as a timeout; only the first cause tells them apart.
        causes: list[BaseException] = [error]
        while causes[-1].__cause__ is not None:
            causes.append(causes[-1].__cause__)
        if isinstance(error, TimeoutError) or isinstance(causes[-1], TimeoutError):
            return ProviderError(FailureKind.TIMEOUT, f"Groq did not answer within {self._timeout_s:g} s.")
        what = f"The connection to Groq failed: {str(causes[-1]) or type(causes[-1]).__name__}"
        return ProviderError(FailureKind.CONNECTION, scrub(what, self._key))
