"""The embedded demo model: a small real model on this machine's CPU, for trying out the pipeline without a key.

Owns one child process: started at first use, started again when it died, stopped with the provider. What it
writes is fluent and legally wrong, so its samples are marked as demo.
"""

from __future__ import annotations

import asyncio
from collections import deque
from pathlib import Path

from gristmill.clock import Clock, SystemClock
from gristmill.errors import FailureKind, ProviderError
from gristmill.providers.base import ChatReply, ChatRequest
from gristmill.providers.embedded_process import MODEL_SHA256, Child, find_model, hash_model, spawn, unavailable
from gristmill.providers.formats import Manner
from gristmill.providers.openai_compatible import OpenAICompatible

EMBEDDED_MODEL = "smollm2-135m-instruct"
# Found by trying (docs/adr): without the penalty so small a model repeats itself until max_tokens.
_SAMPLING = {"repeat_penalty": 1.1, "min_p": 0.05, "top_p": 0.95}
_TIMEOUT_S = 300.0  # a sample takes 2 to 4 s; a busy machine has been seen 6 times slower
_RESPAWNS = 3
_RESPAWN_WINDOW_S = 60.0


def embedded_model_name(own_path: Path | None) -> str:
    """Name the model that is served: the default one, or the file's name without its ending."""
    return EMBEDDED_MODEL if own_path is None else own_path.stem


class EmbeddedProvider:
    """SmolLM2-135M-Instruct, or any GGUF file, served by a child process.

    Args:
        model_path: another GGUF file; its hash is recorded and not checked.
        log_path: where the native runtime's log goes; None throws it away.
        timeout_s: for one call; never less than five minutes.
    """

    name = "embedded"
    demo = True
    small_model = True
    concurrency: int | None = 1
    limited = False
    cached_tokens_count = True

    def __init__(
        self,
        *,
        model_path: Path | None = None,
        log_path: Path | None = None,
        timeout_s: float = _TIMEOUT_S,
        clock: Clock | None = None,
    ) -> None:
        self.default_model = embedded_model_name(model_path)
        self.model_sha256: str | None = MODEL_SHA256 if model_path is None else None
        self._own_path = model_path
        self._log_path = log_path
        self._timeout_s = max(timeout_s, _TIMEOUT_S)
        self._clock = clock or SystemClock()
        self._starts: deque[float] = deque()
        self._starting = asyncio.Lock()
        self._child: Child | None = None
        self._client: OpenAICompatible | None = None

    @property
    def child_pid(self) -> int | None:
        """Process id of the running child, None when there is none."""
        return self._child.process.pid if self._child and self._child.alive else None

    async def start(self) -> None:
        """Start the child if it does not run.

        Raises:
            ProviderError: UNAVAILABLE.
        """
        await self._ready()

    async def chat(self, request: ChatRequest) -> ChatReply:
        client = await self._ready()
        try:
            return await client.chat(request)
        except ProviderError as error:
            # On loopback a lost or silent connection means a dead or stuck child: the next call starts another.
            if error.kind in (FailureKind.CONNECTION, FailureKind.TIMEOUT):
                await self._drop()
            raise

    async def aclose(self) -> None:
        self._starts.clear()  # an end on purpose is no sign of trouble
        await self._drop()

    async def _drop(self) -> None:
        child, client, self._child, self._client = self._child, self._client, None, None
        if client is not None:
            await client.aclose()
        if child is not None:
            await child.stop()

    async def _ready(self) -> OpenAICompatible:
        async with self._starting:
            if self._client is not None and self._child is not None and self._child.alive:
                return self._client
            await self._drop()
            self._note_start()
            path = find_model(self._own_path)
            expected = MODEL_SHA256 if self._own_path is None else None
            self.model_sha256 = await asyncio.to_thread(hash_model, path, expected=expected)
            self._child = await spawn(path, alias=self.default_model, log_path=self._log_path)
            self._client = self._connect(self._child)
            return self._client

    def _note_start(self) -> None:
        now = self._clock.monotonic()
        while self._starts and self._starts[0] <= now - _RESPAWN_WINDOW_S:
            self._starts.popleft()
        if len(self._starts) > _RESPAWNS:
            raise unavailable(
                f"The embedded model's process ended {len(self._starts)} times within a minute: see {self._log_path}."
            )
        self._starts.append(now)

    def _connect(self, child: Child) -> OpenAICompatible:
        return OpenAICompatible(
            base_url=child.base_url,
            api_key=child.key,
            default_model=self.default_model,
            timeout_s=self._timeout_s,
            stream=True,
            extra_body=_SAMPLING,
            first_manner=Manner(strict=False),  # as it is: the length bounds are what makes so small a model work
        )
