"""A provider that is listened to: passes everything on, and remembers how often it was asked and what it last said."""

from __future__ import annotations

from gristmill.providers.base import ChatReply, ChatRequest, Provider


class Listening:
    """Stands in front of a provider for one draw; it does not own it and never closes it."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.calls = 0
        self.text: str | None = None

    @property
    def name(self) -> str:
        return self._provider.name

    @property
    def default_model(self) -> str:
        return self._provider.default_model

    @property
    def demo(self) -> bool:
        return self._provider.demo

    @property
    def small_model(self) -> bool:
        return self._provider.small_model

    @property
    def concurrency(self) -> int | None:
        return self._provider.concurrency

    @property
    def limited(self) -> bool:
        return self._provider.limited

    @property
    def cached_tokens_count(self) -> bool:
        return self._provider.cached_tokens_count

    @property
    def model_sha256(self) -> str | None:
        return self._provider.model_sha256

    async def start(self) -> None:
        await self._provider.start()

    async def chat(self, request: ChatRequest) -> ChatReply:
        self.calls += 1
        reply = await self._provider.chat(request)
        self.text = reply.text
        return reply

    async def aclose(self) -> None:
        """Leave it open: others use it."""
