"""Any service that speaks POST {base_url}/chat/completions, over one aiohttp session.

aiohttp without an SDK, because an SDK costs about three times the CPU per call (docs/adr). Never retries:
every attempt has to pass the limiter. The key goes into the Authorization header and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from gristmill.errors import FailureKind, ProviderError
from gristmill.limits.window import Per
from gristmill.providers.base import ChatReply, ChatRequest
from gristmill.providers.faults import error_from_answer, hide_in_reply, scrub
from gristmill.providers.formats import Manner, Manners
from gristmill.providers.rate_headers import read_rate_headers
from gristmill.providers.wire import StreamedReply, malformed, parse_reply, request_body

# One line of a stream holds a few tokens; beyond this something else answers.
_MAX_LINE_BYTES = 1 << 20


class OpenAICompatible:
    """OpenAI, Together, OpenRouter, vLLM, Ollama, llama.cpp and the like.

    Args:
        base_url: address up to and with `/v1`.
        api_key: sent as a bearer token; None for services that want none.
        timeout_s: for one whole call, from connecting to the last byte.
        stream: ask for a stream, so that a server which only notices a vanished client between two chunks
            stops generating when the call is cancelled.
        extra_body: parameters added to every request as they are.
        first_manner: how a model is asked before anything is known about it.
        requests_per: see `read_rate_headers`.
    """

    name = "openai_compatible"
    demo = False
    small_model = False
    concurrency: int | None = None
    limited = True
    cached_tokens_count = True
    model_sha256: str | None = None

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str | None,
        default_model: str,
        timeout_s: float,
        stream: bool = False,
        extra_body: Mapping[str, Any] | None = None,
        first_manner: Manner | None = None,
        requests_per: Per = "minute",
    ) -> None:
        manner = first_manner or Manner()
        self.default_model = default_model
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._key = api_key
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._timeout_s = timeout_s
        self._extra: dict[str, Any] = dict(extra_body or {})
        self._stream = stream
        if stream:
            self._extra |= {"stream": True, "stream_options": {"include_usage": True}}
        self._manners = Manners(lambda _: manner)
        self._requests_per: Per = requests_per
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Nothing to prepare: the session is made by the first call, on that call's loop."""

    async def chat(self, request: ChatRequest) -> ChatReply:
        manner = self._manners.of(request.model)
        body = json.dumps(request_body(request, manner) | self._extra).encode()
        try:
            async with self._open_session().post(self._url, data=body, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise await self._refusal(answer, request.model, manner)
                return await self._read(answer, request)
        except TimeoutError as error:
            raise ProviderError(
                FailureKind.TIMEOUT, f"The provider did not answer within {self._timeout_s:g} s."
            ) from error
        except (aiohttp.ClientError, OSError) as error:
            raise self._lost(error) from error

    async def aclose(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "gristmill"}
            if self._key:
                headers["Authorization"] = f"Bearer {self._key}"
            self._session = aiohttp.ClientSession(
                # limit=0: the limiter and the concurrency setting decide, not the pool. A stream is left at its end
                # mark, and llama.cpp's server closes such a connection under the next call.
                connector=aiohttp.TCPConnector(limit=0, force_close=self._stream),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=headers,
                timeout=self._timeout,
                read_bufsize=_MAX_LINE_BYTES,
            )
        return self._session

    async def _read(self, answer: aiohttp.ClientResponse, request: ChatRequest) -> ChatReply:
        rate = read_rate_headers(answer.headers, requests_per=self._requests_per)
        if not self._stream:
            return parse_reply(hide_in_reply(await answer.read(), self._key), request, rate)
        streamed = StreamedReply()
        try:
            await _read_stream(answer.content, streamed)
            return streamed.reply(request, rate)
        except ProviderError as error:
            error.raw = streamed.raw
            raise

    async def _refusal(self, answer: aiohttp.ClientResponse, model: str, manner: Manner) -> ProviderError:
        error, refused = error_from_answer(
            status=answer.status, headers=answer.headers, raw=await answer.read(), secret=self._key
        )
        return self._manners.learn(error, refused, model=model, used=manner)

    def _lost(self, error: Exception) -> ProviderError:
        what = f"The connection to the provider failed: {str(error) or type(error).__name__}"
        return ProviderError(FailureKind.CONNECTION, scrub(what, self._key))


async def _read_stream(content: aiohttp.StreamReader, streamed: StreamedReply) -> None:
    try:
        async for line in content:
            streamed.feed(line)
            if streamed.done:
                break
    except ValueError:  # aiohttp: the line is longer than the buffer
        raise malformed("a line of its stream is too long") from None
