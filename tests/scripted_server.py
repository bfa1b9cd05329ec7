"""The server behind `scripted_provider`: OpenAI-shaped completions, good and bad, with an enforced quota.

Behaviours are JSON objects: `kind` (below), `latency_ms`, `headers`, `tokens` ([prompt, completion]) or `token_range`
([min, max] in total), and for kind `status`: `status`, `retry_after`, `error`. Kinds: ok, status, malformed_json,
empty_choices, truncated_json, malformed_content, not_json_text, missing_field, too_short, refusal, duplicate,
content_filter, unsupported_format (400 while a `response_format` of `levels` is asked for), drop, hang, reset_mid_body,
say (the JSON `content`; {n} in a text becomes the number of the call, {words} ten words that hardly another call has),
judge (scores for the criteria that the prompt names: `score`, or `low_score` at every `low_every`th time).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import random
import signal
import threading
import time
from collections import deque
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from tests.scripted_forms import Options, Quota, Stats, completion, content, render, words

Behaviour = Mapping[str, Any]
OK: Final[Behaviour] = {"kind": "ok"}


class Service:
    """Answers every request of the process; one instance, one loop."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.serial = 0
        self.reset()

    def reset(self) -> None:
        self.stats = Stats()
        self.judged = 0
        self.quota = Quota(self.options)
        self.queue: deque[Behaviour] = deque()
        self.rules: Mapping[str, Behaviour] = {}
        self.default: Behaviour = OK

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Route by path: the same completions for OpenAI's and for Groq's prefix."""
        path = request.path
        if path.endswith("/chat/completions"):
            return await self._count(request)
        if path.startswith("/control/"):
            return web.json_response(self._control(path, await request.read()))
        if path.endswith("/models"):
            return web.json_response({"object": "list", "data": [{"id": name} for name in self.options.models]})
        return _problem(404, {"message": f"Unknown address {path}", "type": "invalid_request_error"})

    def _control(self, path: str, raw: bytes) -> dict[str, Any]:
        if path == "/control/stats":
            return self.stats.as_json()
        if path == "/control/reset":
            self.reset()
        if path == "/control/script":
            told = json.loads(raw)
            self.queue.extend(told.get("queue", ()))
            self.default = told.get("default", self.default)
            self.rules = told.get("rules", self.rules)
        return {"success": True}

    async def _count(self, request: web.BaseRequest) -> web.StreamResponse:
        stats, now = self.stats, time.time()
        stats.calls += 1
        stats.in_flight += 1
        stats.max_in_flight = max(stats.max_in_flight, stats.in_flight)
        stats.first_at = stats.first_at or now
        stats.last_at = now
        call = Call(now, await request.read())
        try:
            answer = await self._answer(request, call)
        except (asyncio.CancelledError, ConnectionResetError):
            stats.aborted += 1
            call.status = 499
            raise
        finally:
            stats.in_flight -= 1
            stats.log.append((now, call.status, call.model, call.tokens, call.format, call.messages))
            stats.by_status[call.status] += 1
        return answer

    async def _answer(self, request: web.BaseRequest, call: Call) -> web.StreamResponse:
        refusal = self._refusal(request, call)
        if refusal is not None:
            call.status = refusal.status
            return refusal
        behaviour = self._ruled(call) or (self.queue.popleft() if self.queue else self.default)
        prompt_tokens, completion_tokens = self._draw_tokens(behaviour)
        wait_s = self.quota.take(call.at, prompt_tokens + completion_tokens) if self._enforces() else 0
        headers = self._rate_headers()
        if wait_s:
            self.stats.rejected_429 += 1
            call.status = 429
            return _problem(429, _RATE_LIMITED, {**headers, "Retry-After": str(max(1, math.ceil(wait_s)))})
        latency_ms = behaviour.get("latency_ms", self.options.latency_ms)
        if latency_ms:
            await asyncio.sleep(latency_ms / 1000)
        headers |= behaviour.get("headers", {})
        call.tokens = prompt_tokens + completion_tokens
        return await self._perform(request, call, behaviour, (prompt_tokens, completion_tokens), headers)

    def _refusal(self, request: web.BaseRequest, call: Call) -> web.Response | None:
        if self.options.key is not None and request.headers.get("Authorization") != f"Bearer {self.options.key}":
            return _problem(401, {"message": "Invalid API Key", "type": "invalid_request_error"})
        if not call.model:
            return _problem(400, {"message": "'model' is missing", "type": "invalid_request_error"})
        if self.options.models and call.model not in self.options.models:
            error = {"message": f"The model `{call.model}` does not exist", "code": "model_not_found"}
            return _problem(404, error)
        return None

    def _ruled(self, call: Call) -> Behaviour | None:
        prompt = json.dumps(call.messages) if self.rules else ""
        return next((behaviour for text, behaviour in self.rules.items() if text in prompt), None)

    def _enforces(self) -> bool:
        return bool(self.options.rpm or self.options.tpm or self.options.x_ratelimit)

    def _rate_headers(self) -> dict[str, str]:
        return self.quota.headers(time.time()) if self.options.x_ratelimit else {}

    def _draw_tokens(self, behaviour: Behaviour) -> tuple[int, int]:
        if "tokens" in behaviour:
            return behaviour["tokens"][0], behaviour["tokens"][1]
        low, high = behaviour.get("token_range", (self.options.tokens_min, self.options.tokens_max))
        total = low if low == high else random.randint(low, high)
        return total - total // 3, total // 3

    async def _perform(
        self,
        request: web.BaseRequest,
        call: Call,
        behaviour: Behaviour,
        tokens: tuple[int, int],
        headers: dict[str, str],
    ) -> web.StreamResponse:
        kind = behaviour["kind"]
        if kind == "unsupported_format":
            kind = "status" if call.format in behaviour.get("levels", ("json_schema", "json_object")) else "ok"
            behaviour = {"status": 400, "error": _UNSUPPORTED, **behaviour}
        if kind == "ok" and not call.stream:
            self.serial += 1
            self.stats.ok += 1
            self.stats.tokens += sum(tokens)
            return web.Response(body=render(self.serial, call.model, tokens), content_type=_JSON, headers=headers)
        if kind == "status":
            call.status = behaviour["status"]
            return _problem(call.status, behaviour.get("error", _FAILED), headers | _retry_after(behaviour))
        if kind == "hang":
            await asyncio.Event().wait()
        if kind == "drop":
            return _abort(request)
        return await self._speak(request, call, behaviour, tokens, headers)

    async def _speak(
        self,
        request: web.BaseRequest,
        call: Call,
        behaviour: Behaviour,
        tokens: tuple[int, int],
        headers: dict[str, str],
    ) -> web.StreamResponse:
        kind = behaviour["kind"]
        self.serial += 1
        text, finish_reason = self._own_words(call, behaviour) or self._say(kind)
        if call.stream:
            return await _stream(request, call, text, finish_reason, tokens, cut=kind == "reset_mid_body")
        body = completion(text, tokens=tokens, model=call.model, finish_reason=finish_reason)
        if kind == "empty_choices":
            body["choices"] = []
        raw = json.dumps(body).encode()
        if kind == "malformed_json":
            return web.Response(body=raw[: len(raw) // 2], content_type=_JSON, headers=headers)
        if kind == "reset_mid_body":
            half = web.StreamResponse(headers={"Content-Type": _JSON, "Content-Length": str(len(raw))})
            await half.prepare(request)
            await half.write(raw[: len(raw) // 2])
            return _abort(request)
        return web.Response(body=raw, content_type=_JSON, headers=headers)

    def _own_words(self, call: Call, behaviour: Behaviour) -> tuple[str, str] | None:
        if behaviour["kind"] == "judge":
            return self._judge(call, behaviour), "stop"
        if behaviour["kind"] == "say":
            told = json.dumps(behaviour["content"]).replace("{n}", str(self.serial))
            return told.replace("{words}", words(self.serial)), "stop"
        return None

    def _judge(self, call: Call, behaviour: Behaviour) -> str:
        """Answer as a judge, by the criteria that the end of the prompt names."""
        self.judged += 1
        names = str(call.messages[-1]["content"]).rpartition("criteria: ")[2].rstrip(".").split(", ")
        is_low = self.judged % behaviour.get("low_every", self.judged + 1) == 0
        score = behaviour.get("low_score", 0.1) if is_low else behaviour.get("score", 0.9)
        return json.dumps({name: {"reason": "As scripted.", "score": score} for name in names})

    def _say(self, kind: str) -> tuple[str, str]:
        n = self.serial
        texts = {
            "truncated_json": content(n)[:200],
            "malformed_content": content(n)[:200] + "}}",
            "not_json_text": "Directors owe their duties to the company, and not to single shareholders.",
            "missing_field": content(n, answer=None),
            "too_short": content(n, answer="No."),
            "refusal": "I'm sorry, but I can't help with that request.",
            "duplicate": content(0),
            "content_filter": "",
        }
        finish = {"truncated_json": "length", "content_filter": "content_filter"}
        return texts.get(kind, content(n)), finish.get(kind, "stop")


_JSON: Final = "application/json"
_FAILED: Final = {"message": "The scripted provider was told to fail", "type": "server_error"}
_RATE_LIMITED: Final = {"message": "Rate limit reached", "type": "tokens", "code": "rate_limit_exceeded"}
_UNSUPPORTED: Final = {
    "message": "This model does not support response format `json_schema`.",
    "type": "invalid_request_error",
    "param": "response_format",
}


class Call:
    """One request for a completion, as far as the server cares."""

    __slots__ = ("at", "format", "messages", "model", "status", "stream", "tokens")

    def __init__(self, at: float, raw: bytes) -> None:
        try:
            body = json.loads(raw)
        except ValueError:
            body = {}
        self.at = at
        self.status = 200
        self.tokens = 0
        self.model: str = body.get("model", "")
        self.messages = body.get("messages")
        self.stream: bool = body.get("stream", False)
        self.format: str | None = (body.get("response_format") or {}).get("type")


def _problem(status: int, error: object, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response({"error": error}, status=status, headers=headers)


def _retry_after(behaviour: Behaviour) -> dict[str, str]:
    return {"Retry-After": str(behaviour["retry_after"])} if "retry_after" in behaviour else {}


def _abort(request: web.BaseRequest) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _stream(
    request: web.BaseRequest, call: Call, text: str, finish_reason: str, tokens: tuple[int, int], *, cut: bool
) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await answer.prepare(request)
    for start in range(0, len(text), 100):
        choice = {"index": 0, "delta": {"content": text[start : start + 100]}, "finish_reason": None}
        await _event(answer, {"model": call.model, "choices": [choice]})
        if cut and start:
            return _abort(request)
    await _event(answer, {"model": call.model, "choices": [{"index": 0, "delta": {}, "finish_reason": finish_reason}]})
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
    await _event(answer, {"model": call.model, "choices": [], "usage": usage})
    await answer.write(b"data: [DONE]\n\n")
    return answer


async def _event(answer: web.StreamResponse, chunk: object) -> None:
    await answer.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")


def _options() -> tuple[Options, int]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency-ms", type=float, default=0)
    parser.add_argument("--key")
    parser.add_argument("--rpm", type=int, default=0)
    parser.add_argument("--tpm", type=int, default=0)
    parser.add_argument("--period-s", type=float, default=60)
    parser.add_argument("--tokens-min", type=int, default=300)
    parser.add_argument("--tokens-max", type=int, default=300)
    parser.add_argument("--models", default="")
    parser.add_argument("--x-ratelimit", choices=("groq", "openai"))
    told = vars(parser.parse_args())
    port = told.pop("port")
    told["models"] = tuple(name for name in told["models"].split(",") if name)
    told["tokens_max"] = max(told["tokens_min"], told["tokens_max"])
    return Options(**told), port


async def serve(options: Options, port: int) -> None:
    """Serve on loopback until stdin closes or the process is told to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    runner = web.ServerRunner(web.Server(Service(options).handle, handler_cancellation=True))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024, shutdown_timeout=0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    print(json.dumps({"base_url": f"{address}/v1", "control_url": f"{address}/control"}), flush=True)
    threading.Thread(target=_watch_stdin, args=(loop, ended), daemon=True).start()
    await ended.wait()
    await runner.cleanup()


def _watch_stdin(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    # os.read and not sys.stdin: a daemon thread must not hold a lock that the interpreter wants at its end.
    while os.read(0, 4096):
        pass
    if not loop.is_closed():
        loop.call_soon_threadsafe(ended.set)


def run() -> None:
    """Serve as the command line says."""
    options, port = _options()
    asyncio.run(serve(options, port))
